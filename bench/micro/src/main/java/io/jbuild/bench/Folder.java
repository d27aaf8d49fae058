package io.jbuild.bench;

import io.jbuild.core.context.BuildContext;
import io.jbuild.core.context.IgnoreRules;
import io.jbuild.core.context.UserRights;
import io.jbuild.core.layer.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A build context of 2,000 files, 20 MB, in 20 folders. */
@State(Scope.Benchmark)
public class Folder {
  private static final int FOLDERS = 20;
  private static final int FILES = 100;
  private static final int LARGEST = 20 << 10;

  private Path root;

  /** Writes the files. */
  @Setup(Level.Trial)
  public void write() throws IOException {
    root = Files.createTempDirectory("jbuild-bench");
    for (int folder = 0; folder < FOLDERS; folder++) {
      Path directory = Files.createDirectory(root.resolve("folder" + folder));
      for (int file = 0; file < FILES; file++) {
        int number = folder * FILES + file;
        Files.write(directory.resolve("file" + file), Bytes.of(number * 7919 % LARGEST, number));
      }
    }
  }

  /** Takes them away. */
  @TearDown(Level.Trial)
  public void remove() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** The folder as a build sees it that has never seen it before. */
  BuildContext open() throws IOException {
    IgnoreRules rules = IgnoreRules.parse(".dockerignore", "*.tmp\n!keep.tmp\n");
    return BuildContext.open(root, rules, UserRights.ROOT, Optional.empty());
  }

  /** Every folder and file, folders before what is in them. */
  static List<Entry> entries(BuildContext context) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Entry entry : context.list("")) {
      entries.add(entry);
      if (entry.isDirectory()) {
        entries.addAll(context.list(entry.path()));
      }
    }
    return entries;
  }
}
