package io.jbuild.core.layer;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * File names on disk as the text of {@link PathBytes}, whatever bytes they are, and back. {@link
 * Path} keeps the bytes of a name that it did not get as text; only its URI form shows them.
 */
public final class DiskNames {
  private static final boolean UTF_8 =
      "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private DiskNames() {}

  /** The text of the last part of a path. */
  public static String name(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : text(name);
  }

  /** The text of a whole path, as it stands; for the target of a symlink. */
  public static String text(Path path) {
    String text = path.toString();
    return text.indexOf('\uFFFD') < 0 ? text : PathBytes.decode(bytes(path));
  }

  /**
   * The file at a path of {@link Entry} below {@code root}.
   *
   * @throws IllegalArgumentException if the path would lead out of it
   */
  public static Path resolve(Path root, String path) {
    if (path.isEmpty()) {
      return root;
    }
    if (path.startsWith("/") || path.equals("..") || path.contains("../")) {
      checkInside(path);
    }
    return root.resolve(relative(path));
  }

  /** A relative or absolute path of this text. */
  public static Path relative(String text) {
    if (isPlain(text)) {
      return Path.of(text);
    }
    // Part by part, since a URI can only be of an absolute path.
    Path path = Path.of(text.startsWith("/") ? "/" : "");
    for (String part : text.split("/")) {
      if (!part.isEmpty()) {
        path = path.resolve(isPlain(part) ? Path.of(part) : fromBytes(PathBytes.encode(part)));
      }
    }
    return path;
  }

  private static Path fromBytes(byte[] part) {
    var uri = new StringBuilder(part.length * 3 + 8).append("file:///");
    for (byte b : part) {
      uri.append('%').append(HEX[(b >> 4) & 15]).append(HEX[b & 15]);
    }
    return Path.of(URI.create(uri.toString())).getFileName();
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > 0x7F && (!UTF_8 || Character.isSurrogate(c))) {
        return false;
      }
    }
    return true;
  }

  private static void checkInside(String path) {
    if (path.startsWith("/")) {
      throw new IllegalArgumentException("not a relative path: `" + path + "`");
    }
    for (String part : path.split("/")) {
      if (part.equals("..")) {
        throw new IllegalArgumentException("leads out of its root: `" + path + "`");
      }
    }
  }

  private static byte[] bytes(Path path) {
    // A relative path is put below `/`: made absolute by the library it would get the working
    // directory in front.
    String uri = (path.isAbsolute() ? path : Path.of("/").resolve(path)).toUri().getRawPath();
    byte[] ascii = uri.getBytes(StandardCharsets.US_ASCII);
    byte[] bytes = new byte[ascii.length];
    int length = 0;
    for (int i = path.isAbsolute() ? 0 : 1; i < ascii.length; i++) {
      if (ascii[i] == '%') {
        bytes[length++] = (byte) Integer.parseInt(uri, i + 1, i + 3, 16);
        i += 2;
      } else {
        bytes[length++] = ascii[i];
      }
    }
    return Arrays.copyOf(bytes, length);
  }
}
