package io.jbuild.core.context;

import io.jbuild.cache.Digest;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.EntryType;
import io.jbuild.core.layer.FileTree;
import io.jbuild.core.layer.PathBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A root filesystem in memory, to which layers are applied entry by entry. */
final class MemoryTree implements FileTree {
  private record File(Entry entry, byte[] bytes, Object inode) {}

  private final NavigableMap<String, File> files;

  /** The paths of all entries applied so far. */
  final Set<String> touched = new TreeSet<>(PathBytes.ORDER);

  /** The target of each entry that was applied as a hardlink. */
  final NavigableMap<String, String> hardlinks = new TreeMap<>();

  MemoryTree() {
    this.files = new TreeMap<>(PathBytes.ORDER);
  }

  MemoryTree(MemoryTree other) {
    this.files = new TreeMap<>(other.files);
  }

  MemoryTree directory(String path, int mode, int uid, int gid) {
    return add(Entry.directory(path, mode, uid, gid, Instant.ofEpochSecond(1_700_000_000)), "");
  }

  MemoryTree file(String path, int mode, int uid, int gid, String text) {
    Instant mtime = Instant.ofEpochSecond(1_700_000_000);
    return add(Entry.file(path, mode, uid, gid, text.length(), mtime), text);
  }

  MemoryTree symlink(String path, String target) {
    return add(Entry.symlink(path, target, 0, 0, Instant.ofEpochSecond(1_700_000_000)), "");
  }

  MemoryTree hardlink(String path, String target) {
    File first = files.get(target);
    files.put(path, new File(first.entry().withPath(path), first.bytes(), first.inode()));
    return this;
  }

  MemoryTree add(Entry entry, String text) {
    files.put(entry.path(), new File(entry, text.getBytes(), new Object()));
    return this;
  }

  /** Applies a layer as an unpacker does, checking that its order is that of a layer. */
  void apply(List<CopyEntry> layer) throws IOException {
    String before = "";
    for (CopyEntry copied : layer) {
      Entry entry = copied.entry();
      int order = PathBytes.ORDER.compare(before, entry.path());
      if (order > 0 || (order == 0 && entry.type() != EntryType.OPAQUE)) {
        throw new AssertionError("`" + entry.path() + "` comes after `" + before + "`");
      }
      before = entry.path();
      touched.add(entry.path());
      apply(entry, copied);
    }
  }

  private void apply(Entry entry, CopyEntry copied) throws IOException {
    String path = entry.path();
    if (!entry.parent().isEmpty() && !files.get(entry.parent()).entry().isDirectory()) {
      throw new AssertionError("`" + path + "` has no directory to stand in");
    }
    switch (entry.type()) {
      case OPAQUE -> files.subMap(path + "/", path + "0").clear();
      case HARDLINK -> {
        hardlinks.put(path, entry.linkTarget());
        hardlink(path, entry.linkTarget());
      }
      default -> {
        if (!entry.isDirectory()) {
          files.subMap(path + "/", path + "0").clear();
        }
        hardlinks.remove(path);
        try (InputStream in = copied.content().open()) {
          byte[] bytes = in.readAllBytes();
          if (entry.type() == EntryType.FILE && bytes.length != entry.size()) {
            throw new AssertionError("`" + path + "` is not as long as it says");
          }
          entry
              .content()
              .filter(digest -> !digest.equals(Digest.of(bytes)))
              .ifPresent(
                  digest -> {
                    throw new AssertionError("`" + path + "` has another digest");
                  });
          files.put(path, new File(entry, bytes, new Object()));
        }
      }
    }
  }

  byte[] bytes(String path) {
    return files.get(path).bytes();
  }

  @Override
  public Optional<Entry> find(String path) {
    return Optional.ofNullable(files.get(path)).map(File::entry);
  }

  @Override
  public List<Entry> list(String directory) {
    List<Entry> entries = new ArrayList<>();
    for (File file : files.values()) {
      String path = file.entry().path();
      if (!path.isEmpty() && file.entry().parent().equals(directory)) {
        entries.add(file.entry());
      }
    }
    return entries;
  }

  @Override
  public InputStream open(Entry file) {
    return new ByteArrayInputStream(bytes(file.path()));
  }

  @Override
  public Digest content(Entry file) {
    return Digest.of(bytes(file.path()));
  }

  @Override
  public Optional<Object> linkIdentity(Entry file) {
    return Optional.of(files.get(file.path()).inode());
  }

  /** What a COPY of these sources gives, applied to this tree. */
  MemoryTree copy(FileTree source, String destination, CopyOptions options, String... patterns) {
    try {
      List<CopyInput> inputs = new ArrayList<>();
      for (String pattern : patterns) {
        inputs.add(new CopyInput.Pattern(pattern));
      }
      var selection = CopySelection.select(source, "the build context", inputs, CopyFilter.NONE);
      var temporary = Path.of(System.getProperty("java.io.tmpdir"));
      try (var plan = CopyPlan.of(List.of(selection), this, destination, options, temporary)) {
        apply(plan.entries());
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
