package io.jbuild.core.context;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.Digest;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.EntryType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Symlinks at every place of a source and of a destination lead nowhere else. */
class LinksEverywhereTest {
  private static final String[] NAMES = {"a", "b", "c"};

  @TempDir Path temporary;

  /** Where a link may lead: up, out, round in a circle, to itself, into nothing. */
  private static String target(Random random, Path outside) {
    return switch (random.nextInt(7)) {
      case 0 -> "/";
      case 1 -> "../../../../../..";
      case 2 -> outside.toString();
      case 3 -> ".." + outside;
      case 4 -> NAMES[random.nextInt(3)] + "/" + NAMES[random.nextInt(3)];
      case 5 -> "../" + NAMES[random.nextInt(3)];
      default -> "./" + NAMES[random.nextInt(3)] + "/..";
    };
  }

  private static String path(Random random, int most) {
    var parts = new ArrayList<String>();
    for (int n = 1 + random.nextInt(most); n > 0; n--) {
      parts.add(random.nextInt(8) == 0 ? ".." : NAMES[random.nextInt(3)]);
    }
    return String.join("/", parts);
  }

  @Test
  void noSourceReadsOutsideOfTheContext() throws IOException {
    var random = new Random(5);
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    for (String name : NAMES) {
      Files.createDirectories(outside.resolve("a"));
      Files.writeString(outside.resolve("secret-" + name), "secret");
    }
    Digest secret = Digest.of("secret".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    int found = 0;
    for (int i = 0; i < 60; i++) {
      Path root = Files.createDirectory(temporary.resolve("context" + i));
      fill(root, random, outside, 3);
      var context = BuildContext.open(root, IgnoreRules.NONE, UserRights.ROOT, Optional.empty());
      for (int n = 0; n < 30; n++) {
        String source = path(random, 4) + (random.nextInt(4) == 0 ? "/*" : "");
        var filter =
            new CopyFilter(false, random.nextInt(3) == 0, IgnoreRules.ofPatterns(List.of("**/c")));
        try {
          CopySelection selection =
              CopySelection.select(
                  context, "the context", List.of(new CopyInput.Pattern(source)), filter);
          for (CopySelection.File file : selection.files()) {
            Entry entry = context.find(file.path()).orElseThrow();
            found++;
            if (entry.type() == EntryType.FILE) {
              assertFalse(context.content(entry).equals(secret), source);
            }
          }
        } catch (ContextException e) {
          // Not there, or links in a circle: nothing was read.
          continue;
        }
      }
    }
    assertTrue(found > 500, "only " + found + " files were looked at");
  }

  private static void fill(Path directory, Random random, Path outside, int depth)
      throws IOException {
    for (String name : NAMES) {
      Path file = directory.resolve(name);
      switch (random.nextInt(depth > 0 ? 4 : 3)) {
        case 0 -> Files.writeString(file, "inside");
        case 1 -> Files.createSymbolicLink(file, Path.of(target(random, outside)));
        case 2 -> {}
        default -> {
          Files.createDirectory(file);
          fill(file, random, outside, depth - 1);
        }
      }
    }
  }

  @Test
  void nothingIsPutBelowALink() throws IOException {
    var random = new Random(6);
    int planned = 0;
    for (int i = 0; i < 400; i++) {
      var image = new MemoryTree();
      fill(image, "", random, 3);
      var source =
          new MemoryTree()
              .directory("d", 0755, 0, 0)
              .directory("d/a", 0755, 0, 0)
              .file("d/a/b", 0644, 0, 0, "x")
              .file("d/c", 0644, 0, 0, "x");
      String from = random.nextBoolean() ? "d" : "d/c";
      String destination = "/" + path(random, 4) + (random.nextBoolean() ? "/" : "");
      var selection =
          CopySelection.select(
              source, "a stage", List.of(new CopyInput.Pattern(from)), CopyFilter.NONE);
      var options = new CopyOptions(Optional.empty(), Optional.empty(), java.time.Instant.EPOCH);
      try (var plan = CopyPlan.of(List.of(selection), image, destination, options, temporary)) {
        image.apply(plan.entries());
        for (CopyEntry copied : plan.entries()) {
          planned++;
          String path = copied.entry().path();
          for (String at = CleanPath.parent(path); !at.isEmpty(); at = CleanPath.parent(at)) {
            assertTrue(image.find(at).orElseThrow().isDirectory(), destination + " gives " + path);
          }
        }
      } catch (ContextException e) {
        // A file is in the way, or links go in a circle: nothing is planned.
        continue;
      }
    }
    assertTrue(planned > 300, "only " + planned + " entries were planned");
  }

  private static void fill(MemoryTree tree, String directory, Random random, int depth) {
    for (String name : NAMES) {
      String path = CleanPath.join(directory, name);
      switch (random.nextInt(depth > 0 ? 4 : 3)) {
        case 0 -> tree.file(path, 0644, 0, 0, "old");
        case 1 -> tree.symlink(path, target(random, Path.of("/outside")));
        case 2 -> {}
        default -> {
          tree.directory(path, 0755, 0, 0);
          fill(tree, path, random, depth - 1);
        }
      }
    }
  }
}
