package io.jbuild.core.context;

import io.jbuild.cache.Digest;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.EntryType;
import io.jbuild.core.layer.FileTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The files that the sources of one COPY or ADD name, in the order in which they are copied. It
 * does not look at the target; {@link CopyPlan} does.
 */
public final class CopySelection {
  private final FileTree source;
  private final List<Selected> items;
  private final List<String> unmatched;
  private final List<String> unexcluded;
  private final int sources;
  private Map<String, Digest> contents;

  private CopySelection(
      FileTree source,
      List<Selected> items,
      List<String> unmatched,
      List<String> unexcluded,
      int sources) {
    this.source = source;
    this.items = List.copyOf(items);
    this.unmatched = List.copyOf(unmatched);
    this.unexcluded = List.copyOf(unexcluded);
    this.sources = sources;
  }

  /**
   * One selected file, as it counts for the cache.
   *
   * @param path in the source tree; of a here-document its name
   * @param digest of its type, mode, owner, link target, device, bytes and capabilities: all but
   *     times
   */
  public record File(String path, Digest digest) {}

  /**
   * Finds the files. Of their bytes it reads only what tells an archive, and only for ADD.
   *
   * @param source a build context, a stage or an image
   * @param where the source in words, for messages: {@code the build context}, {@code stage `x`}
   * @throws ContextException when a source is not there, is no pattern, or may not be read
   */
  public static CopySelection select(
      FileTree source, String where, List<CopyInput> inputs, CopyFilter filter) throws IOException {
    var finder = new SourceFinder(source, where, filter);
    List<Selected> items = new ArrayList<>();
    List<String> unmatched = new ArrayList<>();
    for (CopyInput input : inputs) {
      switch (input) {
        case CopyInput.Pattern(String text) -> {
          List<Selected> found = finder.find(text);
          items.addAll(found);
          if (found.stream().allMatch(filter.parents() ? CopySelection::isEmpty : item -> false)) {
            unmatched.add(text);
          }
        }
        case CopyInput.Literal(String path) -> items.add(finder.at(path));
        case CopyInput.Inline(String name, byte[] content) ->
            items.add(new Selected.Inline(CleanPath.name(CleanPath.belowRoot(name)), content));
      }
    }
    List<String> unexcluded =
        items.stream()
            .filter(Selected.Single.class::isInstance)
            .map(item -> ((Selected.Single) item).name())
            .filter(filter.excludes()::excludes)
            .toList();
    return new CopySelection(source, items, unmatched, unexcluded, inputs.size());
  }

  private static boolean isEmpty(Selected item) {
    return item instanceof Selected.Contents contents && contents.below().isEmpty();
  }

  /**
   * What lies at one path, to the letter: no character of it is a wildcard.
   *
   * @param path absolute or relative to the root of the tree; symlinks are followed inside of it
   * @throws ContextException when nothing lies there, or may not be read
   */
  public static CopySelection at(FileTree source, String where, String path) throws IOException {
    return select(source, where, List.of(new CopyInput.Literal(path)), CopyFilter.NONE);
  }

  /** The directory whose contents are selected; nothing when a file is, or more than one source. */
  public Optional<Entry> directory() {
    return items.size() == 1
            && items.getFirst() instanceof Selected.Contents(Entry directory, var _)
        ? Optional.of(directory)
        : Optional.empty();
  }

  /** Patterns whose wildcards match nothing: no error, as with BuildKit, but worth a word. */
  public List<String> unmatched() {
    return unmatched;
  }

  /** Files that are sources themselves, so that exclude patterns that match them do nothing. */
  public List<String> unexcluded() {
    return unexcluded;
  }

  /**
   * Whether a tar is to be unpacked. Where its files go hangs on the symlinks and folders of the
   * target, so the cache key of such an ADD has to hold the content of the whole root filesystem.
   */
  public boolean unpacks() {
    return items.stream().anyMatch(Selected.Archive.class::isInstance);
  }

  /**
   * What counts for a cache key: for each file the path relative to what was selected, and what
   * {@link File#digest} holds. A selected directory's own name and mode do not count, since its
   * contents alone are copied; nor do times. Files whose bytes are not known are hashed, on all
   * processors.
   */
  public Digest digest() throws IOException {
    var hash = new FieldHash();
    for (Selected item : items) {
      switch (item) {
        case Selected.Inline(String name, byte[] content) ->
            hash.text("inline").text(name).text(Digest.of(content).hex());
        case Selected.Archive(Entry entry) -> hash.text("archive").text(content(entry).hex());
        case Selected.Single(String name, Entry entry) -> {
          hash.text("single").text(name);
          add(hash, entry, "");
        }
        case Selected.Contents selected -> {
          hash.text("contents").number(selected.below().size());
          Map<Object, String> names = new HashMap<>();
          for (Selected.Below below : selected.below()) {
            hash.text(below.path()).text(below.passed() ? "passed" : "");
            add(hash, below.entry(), firstName(names, below));
          }
        }
      }
    }
    return hash.finish();
  }

  /** All that the cache asks for; hashes what {@link #digest} does. */
  public SelectionSummary summary() throws IOException {
    return new SelectionSummary(digest(), unmatched, unexcluded, unpacks());
  }

  /** The paths of what is selected in the source tree, but for directories and here-documents. */
  public List<String> paths() {
    List<String> paths = new ArrayList<>();
    for (Selected item : items) {
      switch (item) {
        case Selected.Inline _ -> {}
        case Selected.Archive(Entry entry) -> paths.add(entry.path());
        case Selected.Single(var _, Entry entry) -> paths.add(entry.path());
        case Selected.Contents selected ->
            selected.below().stream()
                .map(Selected.Below::entry)
                .filter(entry -> !entry.isDirectory())
                .forEach(entry -> paths.add(entry.path()));
      }
    }
    return paths;
  }

  /** Each selected file with a digest of its own, to tell what changed between two builds. */
  public List<File> files() throws IOException {
    List<File> files = new ArrayList<>();
    var hash = new FieldHash();
    for (Selected item : items) {
      switch (item) {
        case Selected.Inline(String name, byte[] content) ->
            files.add(new File(name, Digest.of(content)));
        case Selected.Archive(Entry entry) -> files.add(file(entry, hash));
        case Selected.Single(var _, Entry entry) -> files.add(file(entry, hash));
        case Selected.Contents selected -> {
          for (Selected.Below below : selected.below()) {
            files.add(file(below.entry(), hash));
          }
        }
      }
    }
    return files;
  }

  private File file(Entry entry, FieldHash hash) throws IOException {
    add(hash, entry, "");
    return new File(entry.path(), hash.finish());
  }

  private void add(FieldHash hash, Entry entry, String linkedTo) throws IOException {
    hash.text(entry.type().name())
        .number(entry.mode())
        .number(entry.uid())
        .number(entry.gid())
        .text(entry.linkTarget())
        .number(entry.deviceMajor())
        .number(entry.deviceMinor())
        .text(linkedTo);
    SortedMap<String, byte[]> xattrs = KeptXattrs.of(entry).xattrs();
    hash.number(xattrs.size());
    xattrs.forEach((name, value) -> hash.text(name).bytes(value));
    hash.text(entry.type() == EntryType.FILE ? content(entry).hex() : "");
  }

  private String firstName(Map<Object, String> names, Selected.Below below) throws IOException {
    Optional<Object> identity = identity(below.entry());
    if (identity.isEmpty()) {
      return "";
    }
    String first = names.putIfAbsent(identity.get(), below.path());
    return first == null ? "" : first;
  }

  /** What names of one file have in common; nothing for what has one name or is no file. */
  Optional<Object> identity(Entry entry) throws IOException {
    return entry.type() == EntryType.FILE ? source.linkIdentity(entry) : Optional.empty();
  }

  private Digest content(Entry entry) throws IOException {
    if (contents == null) {
      contents = Contents.of(source, entries());
    }
    return contents.get(entry.path());
  }

  /** The entry with the digest of its bytes if that is known by now. */
  Entry withKnownContent(Entry entry) {
    Digest known = contents == null ? null : contents.get(entry.path());
    return known == null ? entry : entry.withContent(known);
  }

  private List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (Selected item : items) {
      switch (item) {
        case Selected.Inline _ -> {}
        case Selected.Archive(Entry entry) -> entries.add(entry);
        case Selected.Single(var _, Entry entry) -> entries.add(entry);
        case Selected.Contents selected ->
            selected.below().forEach(below -> entries.add(below.entry()));
      }
    }
    return entries;
  }

  /** How many sources the instruction has, whatever they match. */
  int sources() {
    return sources;
  }

  FileTree source() {
    return source;
  }

  List<Selected> items() {
    return items;
  }
}
