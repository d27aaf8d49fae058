package io.jbuild.core.context;

import io.jbuild.cache.Digest;
import io.jbuild.cache.FileStat;
import io.jbuild.cache.StatCache;
import io.jbuild.core.layer.DiskNames;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.EntryType;
import io.jbuild.core.layer.FileTree;
import io.jbuild.core.layer.PathBytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A folder on disk as a build sees it: without what the ignore rules take out, every owner 0:0, no
 * extended attributes, and only what the calling user may read. Sockets show as empty files; pipes
 * and device nodes as what they are. A folder that is ignored shows when an exception takes in
 * something below it.
 *
 * <p>It reads what it is asked for and keeps what it learned, so one context serves one build. All
 * methods may be called from several threads.
 *
 * <p>A folder or file that the user may not read is a {@link ContextException} at the moment
 * something needs it.
 */
public final class BuildContext implements FileTree {
  private static final int BUFFER = 1 << 17;

  private final Path root;
  private final IgnoreRules rules;
  private final UserRights caller;
  private final Optional<StatCache> known;
  private final Map<String, Optional<Directory>> directories = new ConcurrentHashMap<>();
  private final Map<String, DiskStat> files = new ConcurrentHashMap<>();
  private final Map<String, Boolean> visibleBelow = new ConcurrentHashMap<>();
  private final Set<String> listed = ConcurrentHashMap.newKeySet();
  private final Set<String> lookedAt = ConcurrentHashMap.newKeySet();
  private final KnownSelections selections;

  /**
   * A folder on disk, ignored or not.
   *
   * @param closed the folder on the way, or this one, that the user may not enter
   */
  private record Directory(
      Path path, DiskStat stat, boolean[] matching, Optional<ContextException> closed) {}

  private BuildContext(
      Path root, IgnoreRules rules, UserRights caller, Optional<StatCache> known, WalkNotes notes) {
    this.root = root;
    this.rules = rules;
    this.caller = caller;
    this.known = known;
    this.selections = new KnownSelections(notes, rules, caller);
  }

  /**
   * @param root the folder; symlinks that lead to it are followed
   * @param known digests of earlier builds, asked and added to; nothing to hash every file anew
   * @throws ContextException when there is no such folder
   */
  public static BuildContext open(
      Path root, IgnoreRules rules, UserRights caller, Optional<StatCache> known)
      throws IOException {
    return open(root, rules, caller, known, WalkNotes.NONE);
  }

  /**
   * The same, with what earlier builds left for this one.
   *
   * @param notes of this folder
   */
  public static BuildContext open(
      Path root, IgnoreRules rules, UserRights caller, Optional<StatCache> known, WalkNotes notes)
      throws IOException {
    try {
      var context = new BuildContext(root.toRealPath(), rules, caller, known, notes);
      if (context.directory("").isEmpty()) {
        throw ContextException.at(
            root.toString(),
            "the build context `" + root + "` is not a directory",
            "give the directory that holds the files to copy");
      }
      return context;
    } catch (NoSuchFileException e) {
      throw ContextException.at(
          root.toString(),
          "the build context `" + root + "` does not exist",
          "give the directory that holds the files to copy");
    } catch (AccessDeniedException e) {
      throw ContextException.at(
          root.toString(), "the build context `" + root + "` may not be read", "");
    }
  }

  public IgnoreRules rules() {
    return rules;
  }

  /** What earlier builds selected of it. */
  public KnownSelections selections() {
    return selections;
  }

  /** Keeps for later builds what this one has learned by now. */
  public synchronized void save() throws IOException {
    if (known.isPresent()) {
      known.get().save();
    }
    selections.save(new Walk(root, listed, lookedAt));
  }

  /** Begins to keep what was learned, beside other work; {@link #save} waits for the end of it. */
  public void saveAhead() {
    Thread.ofPlatform()
        .daemon()
        .name("save")
        .start(
            () -> {
              try {
                save();
              } catch (IOException e) {
                // Nothing counts as saved: the next save tries again, and tells.
              }
            });
  }

  @Override
  public Optional<Entry> find(String path) throws IOException {
    lookedAt.add(path);
    if (path.isEmpty()) {
      return Optional.of(entry("", directory("").orElseThrow().stat(), root));
    }
    Optional<Directory> parent = directory(CleanPath.parent(path));
    if (parent.isEmpty()) {
      return Optional.empty();
    }
    enter(parent.get());
    Path file = DiskNames.resolve(parent.get().path(), CleanPath.name(path));
    Optional<DiskStat> stat = stat(file);
    if (stat.isEmpty() || !visible(path, stat.get(), parent.get())) {
      return Optional.empty();
    }
    return Optional.of(entry(path, stat.get(), file));
  }

  @Override
  public List<Entry> list(String directory) throws IOException {
    listed.add(directory);
    Optional<Directory> found = directory(directory);
    if (found.isEmpty()) {
      return List.of();
    }
    enter(found.get());
    if (!caller.mayRead(found.get().stat())) {
      throw refused(directory, found.get().stat());
    }
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(found.get().path())) {
      for (Path file : stream) {
        String path = CleanPath.join(directory, DiskNames.name(file));
        Optional<DiskStat> stat = stat(file);
        if (stat.isPresent() && visible(path, stat.get(), found.get())) {
          entries.add(entry(path, stat.get(), file));
        }
      }
    } catch (AccessDeniedException e) {
      throw refused(directory, found.get().stat());
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    entries.sort((a, b) -> PathBytes.ORDER.compare(a.path(), b.path()));
    return entries;
  }

  @Override
  public InputStream open(Entry file) throws IOException {
    return open(file.path(), statOf(file));
  }

  private InputStream open(String path, DiskStat stat) throws IOException {
    if (!caller.mayRead(stat)) {
      throw refused(path, stat);
    }
    if (!stat.isRegular()) {
      return InputStream.nullInputStream();
    }
    try {
      return Files.newInputStream(onDisk(path), LinkOption.NOFOLLOW_LINKS);
    } catch (AccessDeniedException e) {
      throw refused(path, stat);
    } catch (NoSuchFileException e) {
      throw gone(path);
    }
  }

  @Override
  public Digest content(Entry file) throws IOException {
    DiskStat stat = statOf(file);
    if (!caller.mayRead(stat)) {
      throw refused(file.path(), stat);
    }
    if (!stat.isRegular() || known.isEmpty()) {
      return hash(file.path(), stat);
    }
    FileStat key = stat.forCache();
    Optional<Digest> earlier = known.get().find(key);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    // Who writes to it now gives it another time: what is recorded is not found then.
    Digest digest = hash(file.path(), stat);
    known.get().record(key, digest);
    return digest;
  }

  @Override
  public Optional<Object> linkIdentity(Entry file) throws IOException {
    DiskStat stat = statOf(file);
    return stat.isRegular() && stat.nlink() > 1
        ? Optional.of(List.of(stat.dev(), stat.ino()))
        : Optional.empty();
  }

  private Digest hash(String path, DiskStat stat) throws IOException {
    MessageDigest sha256 = Digest.sha256();
    byte[] buffer = new byte[Math.clamp(stat.size(), 1, BUFFER)];
    try (InputStream in = open(path, stat)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha256.update(buffer, 0, n);
      }
    }
    return Digest.finish(sha256);
  }

  private DiskStat statOf(Entry file) throws IOException {
    DiskStat listed = files.get(file.path());
    if (listed != null) {
      return listed;
    }
    find(file.path());
    DiskStat found = files.get(file.path());
    if (found == null) {
      throw gone(file.path());
    }
    return found;
  }

  private boolean visible(String path, DiskStat stat, Directory parent) throws IOException {
    if (!rules.excludes(path, parent.matching())) {
      return true;
    }
    return stat.isDirectory() && rules.hasExceptions() && visibleBelow(path);
  }

  private boolean visibleBelow(String path) throws IOException {
    Boolean visible = visibleBelow.get(path);
    if (visible == null) {
      Directory directory = directory(path).orElseThrow();
      boolean readable = directory.closed().isEmpty() && caller.mayRead(directory.stat());
      visible = readable && !list(path).isEmpty();
      visibleBelow.put(path, visible);
    }
    return visible;
  }

  private Optional<Directory> directory(String path) throws IOException {
    Optional<Directory> directory = directories.get(path);
    if (directory == null) {
      directory = readDirectory(path);
      directories.put(path, directory);
    }
    return directory;
  }

  private Optional<Directory> readDirectory(String path) throws IOException {
    if (path.isEmpty()) {
      return stat(root)
          .filter(DiskStat::isDirectory)
          .map(stat -> new Directory(root, stat, rules.none(), closed(path, stat)));
    }
    Optional<Directory> above = directory(CleanPath.parent(path));
    if (above.isEmpty()) {
      return Optional.empty();
    }
    Directory parent = above.get();
    Path file = DiskNames.resolve(parent.path(), CleanPath.name(path));
    return stat(file)
        .filter(DiskStat::isDirectory)
        .map(
            stat ->
                new Directory(
                    file,
                    stat,
                    rules.matching(path, parent.matching()),
                    parent.closed().or(() -> closed(path, stat))));
  }

  private Optional<ContextException> closed(String path, DiskStat stat) {
    return caller.maySearch(stat) ? Optional.empty() : Optional.of(refused(path, stat));
  }

  private static void enter(Directory directory) throws ContextException {
    if (directory.closed().isPresent()) {
      throw directory.closed().get();
    }
  }

  private Path onDisk(String path) throws IOException {
    Directory parent = directory(CleanPath.parent(path)).orElseThrow(() -> gone(path));
    return DiskNames.resolve(parent.path(), CleanPath.name(path));
  }

  private static Optional<DiskStat> stat(Path file) throws IOException {
    try {
      return Optional.of(DiskStat.of(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (FileSystemException e) {
      if (e instanceof AccessDeniedException) {
        throw ContextException.at(
            file.toString(), "`" + file + "` may not be looked up by the calling user", "");
      }
      if ("Not a directory".equals(e.getReason()) || "File name too long".equals(e.getReason())) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Entry entry(String path, DiskStat stat, Path file) throws IOException {
    EntryType type = stat.type();
    if (type != EntryType.DIRECTORY) {
      files.put(path, stat);
    }
    return new Entry(
        path,
        type,
        type == EntryType.SYMLINK ? 0777 : stat.mode(),
        0,
        0,
        stat.isRegular() ? stat.size() : 0,
        stat.mtime(),
        type == EntryType.SYMLINK ? DiskNames.text(Files.readSymbolicLink(file)) : "",
        stat.deviceMajor(),
        stat.deviceMinor(),
        Collections.emptySortedMap(),
        Optional.empty());
  }

  private static ContextException gone(String path) {
    return ContextException.at(
        path, "`" + path + "` went away while the build read it", "run the build again");
  }

  private ContextException refused(String path, DiskStat stat) {
    String shown = path.isEmpty() ? "." : path;
    return ContextException.at(
        path,
        "`%s` may not be read: its mode is %04o and it belongs to %s"
            .formatted(shown, stat.mode(), caller.owns(stat) ? "you" : "another user"),
        "let the calling user read it (`chmod`), or name it in `.dockerignore`");
  }

  /** For messages: a file that the rules hide, though it is there. */
  Optional<IgnoreRule> hiddenBy(String path) throws IOException {
    Optional<IgnoreRule> rule = rules.whyExcluded(path);
    if (rule.isEmpty()) {
      return rule;
    }
    Optional<Directory> parent = directory(CleanPath.parent(path));
    boolean there =
        parent.isPresent()
            && stat(DiskNames.resolve(parent.get().path(), CleanPath.name(path))).isPresent();
    return there ? rule : Optional.empty();
  }
}
