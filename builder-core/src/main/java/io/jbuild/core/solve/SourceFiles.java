package io.jbuild.core.solve;

import io.jbuild.cache.Digest;
import io.jbuild.cache.DigestFiles;
import io.jbuild.core.context.CopySelection;
import io.jbuild.core.layer.PathBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files that a step read, each with a digest, kept beside the layer that it gave: to tell by
 * name what changed. Only what explains a step that runs reads them.
 */
final class SourceFiles {
  private final DigestFiles layers;

  SourceFiles(DigestFiles layers) {
    this.layers = layers;
  }

  static SortedMap<String, String> byPath(List<CopySelection.File> files) {
    var byPath = new TreeMap<String, String>();
    files.forEach(file -> byPath.put(file.path(), file.digest().hex()));
    return byPath;
  }

  /**
   * Keeps the files of a step.
   *
   * @param key of the step
   */
  void write(Digest diffId, Digest key, SortedMap<String, String> files) throws IOException {
    var out = new ByteArrayOutputStream(files.size() * 100);
    files.forEach(
        (path, digest) -> {
          out.writeBytes(digest.getBytes(StandardCharsets.ISO_8859_1));
          out.write(' ');
          out.writeBytes(PathBytes.encode(path));
          out.write(0);
        });
    layers.write(diffId, name(key), out.toByteArray());
  }

  /** The files of a step; nothing where none were kept. */
  Optional<SortedMap<String, String>> read(Digest diffId, Digest key) throws IOException {
    Optional<byte[]> bytes = layers.read(diffId, name(key));
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    var files = new TreeMap<String, String>();
    byte[] all = bytes.get();
    int at = 0;
    for (int end = 0; end < all.length; end++) {
      if (all[end] == 0) {
        int blank = at;
        while (blank < end && all[blank] != ' ') {
          blank++;
        }
        if (blank < end) {
          files.put(
              PathBytes.decode(Arrays.copyOfRange(all, blank + 1, end)),
              new String(all, at, blank - at, StandardCharsets.ISO_8859_1));
        }
        at = end + 1;
      }
    }
    return Optional.of(files);
  }

  private static String name(Digest key) {
    return "sources-" + key.hex().substring(0, 16);
  }
}
