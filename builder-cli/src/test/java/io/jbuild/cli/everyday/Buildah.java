package io.jbuild.cli.everyday;

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
      if (BASES.add(base)) {
        Command.ok(
            "skopeo",
            "copy",
            "-q",
            "oci-archive:" + Bases.archive(base),
            "containers-storage:[overlay@%s/root+%s/run]docker.io/library/%s"
                .formatted(storage, storage, base));
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
                "overlay"));
    words.addAll(List.of(arguments));
    return words;
  }
}
