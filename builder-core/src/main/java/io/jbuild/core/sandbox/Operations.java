package io.jbuild.core.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes the helper's operation lists: NUL-terminated words, raw bytes where a length says so. */
final class Operations {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(8192);

  /**
   * Adds an operation.
   *
   * @throws SandboxException when a word holds a NUL, which no system call could take
   */
  void add(String... words) throws SandboxException {
    for (String word : words) {
      addWord(word.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Adds an operation whose last word is the number of bytes that follow it. */
  void addRaw(byte[] raw, String... words) throws SandboxException {
    add(words);
    add(Integer.toString(raw.length));
    bytes.writeBytes(raw);
  }

  /** Adds an operation on a path that is given by its bytes. */
  void addBytes(String operation, byte[] path, String... words) throws SandboxException {
    add(operation);
    addWord(path);
    add(words);
  }

  /** The list with its length in front, as the helper reads it. */
  byte[] toBytes() {
    byte[] length = (bytes.size() + "\0").getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[length.length + bytes.size()];
    System.arraycopy(length, 0, all, 0, length.length);
    System.arraycopy(bytes.toByteArray(), 0, all, length.length, bytes.size());
    return all;
  }

  static String text(Path path) {
    return path.toAbsolutePath().toString();
  }

  /** Adds one more word, given by its bytes. */
  void addWord(byte[] word) throws SandboxException {
    for (byte b : word) {
      if (b == 0) {
        throw new SandboxException(
            "argument",
            "`"
                + new String(word, StandardCharsets.UTF_8).replace('\0', '?')
                + "` holds a NUL byte",
            "");
      }
    }
    bytes.writeBytes(word);
    bytes.write(0);
  }
}
