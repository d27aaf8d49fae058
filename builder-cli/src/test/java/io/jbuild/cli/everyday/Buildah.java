package io.jbuild.cli.everyday;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The second opinion: buildah as root, on a storage of its own. An image holds the same owners
 * whoever builds it, so one build of buildah judges jbuild's builds of every user.
 */
final class Buildah {
  private static final Map<String, UnpackedImage> BUILT = new HashMap<>();
  private static final Set<String> BASES = new HashSet<>();
  private static Path storage;

  private Buildah() {}

  /** What buildah makes of a case. */
  static synchronized UnpackedImage image(String name, Path context, List<String> bases) {
    return BUILT.computeIfAbsent(name, key -> build(name, context, bases));
  }

  private static UnpackedImage build(String name, Path context, List<String> bases) {
    Require.programs("buildah", "skopeo");
    if (storage == null) {
      storage = Workspace.folder("buildah");
    }
    for (String base : bases) {
      if (!BASES.contains(base)) {
        Command.ok(
            "skopeo",
            "copy",
            "-q",
            "oci-archive:" + Bases.archive(base),
            "containers-storage:[%s@%s/root+%s/run]docker.io/library/%s"
                .formatted(driver(), storage, storage, base));
        BASES.add(base);
      }
    }
    List<String> words = words("build", "--isolation", "chroot", "--pull-never", "-t", name);
    words.add(context.toString());
    Command.run(words, Map.of(), null).succeeded();
    Path layout = storage.resolve(name);
    Command.run(
            words("push", "-q", "--disable-compression", name, "oci:" + layout + ":it"),
            Map.of(),
            null)
        .succeeded();
    UnpackedImage image = UnpackedImage.of(layout + ":it");
    image.discard();
    return image;
  }

  /** An overlay cannot lie on an overlay, as the root of a container often is one. */
  private static String driver() {
    try {
      return Files.getFileStore(storage).type().equals("overlay") ? "vfs" : "overlay";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> words(String... arguments) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "buildah",
                "--root",
                storage + "/root",
                "--runroot",
                storage + "/run",
                "--storage-driver",
                driver()));
    words.addAll(List.of(arguments));
    return words;
  }
}
