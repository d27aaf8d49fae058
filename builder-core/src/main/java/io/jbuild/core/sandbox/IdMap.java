package io.jbuild.core.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.StringTokenizer;

/**
 * The id map of the user namespace that this process runs in.
 *
 * @param mode how it was made
 * @param text the map itself: {@code inside:outside:count} entries, uids then gids after a slash
 */
public record IdMap(MappingMode mode, String text) {
  /** Environment variable in which {@code jbuild-sandbox enter} tells the mode. */
  public static final String MODE_VARIABLE = "JBUILD_MODE";

  /** Whether this process was started through {@code jbuild-sandbox enter}. */
  public static boolean isEntered() {
    return System.getenv(MODE_VARIABLE) != null;
  }

  /**
   * The map of this process.
   *
   * @throws SandboxException when the process was not started through {@code enter}
   */
  public static IdMap current() throws IOException {
    return of(System.getenv(), Path.of("/proc/self"));
  }

  static IdMap of(Map<String, String> environment, Path process) throws IOException {
    String mode = environment.get(MODE_VARIABLE);
    if (mode == null) {
      throw new SandboxException(
          "not-entered",
          "this process runs outside of jbuild's user namespace",
          "start jbuild by its launcher");
    }
    MappingMode mapping;
    try {
      mapping = MappingMode.valueOf(mode.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new SandboxException(
          "id-map", "`" + MODE_VARIABLE + "` is `" + mode + "`, which is not known", "unset it");
    }
    return new IdMap(
        mapping, entries(process.resolve("uid_map")) + "/" + entries(process.resolve("gid_map")));
  }

  /** Three numbers a line. */
  private static String entries(Path file) throws IOException {
    var numbers = new StringTokenizer(Files.readString(file));
    var entries = new StringBuilder();
    for (int i = 0; numbers.hasMoreTokens(); i++) {
      if (i > 0) {
        entries.append(i % 3 == 0 ? ',' : ':');
      }
      entries.append(numbers.nextToken());
    }
    return entries.toString();
  }

  /**
   * Names this map in folder names: trees unpacked under one map are wrong under another. Lower
   * case letters, digits and {@code -}.
   */
  public String key() {
    return mode.name().toLowerCase(Locale.ROOT) + "-" + digest().substring(0, 12);
  }

  private String digest() {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has SHA-256
    }
  }
}
