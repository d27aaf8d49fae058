package io.jbuild.core.context;

import io.jbuild.core.layer.PathBytes;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Between names on disk and the names of entries. Java's paths keep the bytes of a name but show
 * them only through {@link Path#toUri}, which is how names that are not UTF-8 get through.
 */
final class DiskPath {
  private DiskPath() {}

  /** The text of the last part of a path. */
  static String name(Path file) {
    String name = file.getFileName().toString();
    return name.indexOf('\uFFFD') < 0 ? name : text(file.getFileName());
  }

  /** The text of a whole path, as it stands; for the target of a symlink. */
  static String text(Path path) {
    String text = path.toString();
    if (text.indexOf('\uFFFD') < 0) {
      return text;
    }
    String raw = Path.of("/").resolve(path).toUri().getRawPath();
    boolean added = raw.endsWith("/") && !text.endsWith("/");
    String exact = unescape(added ? raw.substring(0, raw.length() - 1) : raw);
    return path.isAbsolute() ? exact : exact.substring(1);
  }

  static Path resolve(Path directory, String name) {
    boolean plain = name.chars().noneMatch(c -> Character.isSurrogate((char) c));
    if (plain) {
      return directory.resolve(name);
    }
    var uri = new StringBuilder(directory.toUri().toString());
    if (uri.charAt(uri.length() - 1) != '/') {
      uri.append('/');
    }
    for (byte b : PathBytes.encode(name)) {
      uri.append('%');
      uri.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
    }
    return Path.of(URI.create(uri.toString()));
  }

  private static String unescape(String path) {
    byte[] escaped = path.getBytes(StandardCharsets.US_ASCII);
    var out = new ByteArrayOutputStream(escaped.length);
    for (int i = 0; i < escaped.length; i++) {
      if (escaped[i] == '%') {
        out.write(Integer.parseInt(path.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        out.write(escaped[i]);
      }
    }
    return PathBytes.decode(out.toByteArray());
  }
}
