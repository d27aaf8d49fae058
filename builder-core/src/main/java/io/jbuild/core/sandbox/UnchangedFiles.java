package io.jbuild.core.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * The process beside this one that tells whether files are still as {@code lstat} saw them when a
 * record of them was made; {@code unchanged.c} says what a record is. It answers one question at a
 * time, some hundred thousand files a second.
 */
public final class UnchangedFiles {
  private static final String PIPES = "JBUILD_UNCHANGED";
  private static final int NO = -1;
  private static final byte[] MAGIC = "jbuild unchanged 1\0".getBytes(StandardCharsets.US_ASCII);

  private final DataInputStream answers;
  private final OutputStream requests;

  /** A process that is reached by these. */
  public UnchangedFiles(InputStream answers, OutputStream requests) {
    this.answers = new DataInputStream(answers);
    this.requests = requests;
  }

  /** The process that was started with this one; nothing where there is none. */
  public static Optional<UnchangedFiles> ofThisProcess() {
    String pipes = System.getenv(PIPES);
    int blank = pipes == null ? -1 : pipes.indexOf(' ');
    if (blank < 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new UnchangedFiles(
              new FileInputStream("/proc/self/fd/" + pipes.substring(0, blank)),
              new FileOutputStream("/proc/self/fd/" + pipes.substring(blank + 1))));
    } catch (IOException e) {
      // Without it everything works, more slowly.
      return Optional.empty();
    }
  }

  /** What a record is to be made of. */
  public static final class LookedAt {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /**
     * Something below a folder.
     *
     * @param root absolute
     */
    public LookedAt(byte[] root) {
      bytes.writeBytes(MAGIC);
      bytes.writeBytes(root);
      bytes.write(0);
    }

    /** Adds a folder: itself, and all that is directly in it. */
    public LookedAt folder(byte[] path) {
      return add('d', path);
    }

    /** Adds something by its path, be it there or not. */
    public LookedAt file(byte[] path) {
      return add('f', path);
    }

    /** Adds what an earlier record is made of. */
    public LookedAt all(byte[] items) {
      bytes.writeBytes(items);
      return this;
    }

    private LookedAt add(char kind, byte[] path) {
      bytes.write(kind);
      bytes.writeBytes(path);
      bytes.write(0);
      return this;
    }

    private byte[] with(byte[] note) throws IOException {
      bytes.write(0);
      new DataOutputStream(bytes).writeInt(note.length);
      bytes.writeBytes(note);
      return bytes.toByteArray();
    }
  }

  /** What a record was made of, for {@link LookedAt#all}; nothing if it is none, or of no use. */
  public static Optional<byte[]> items(byte[] record) {
    int start = MAGIC.length;
    while (start < record.length && record[start] != 0) {
      start++;
    }
    start++;
    for (int end = start; end + 1 < record.length; end++) {
      if (record[end] == 0 && record[end + 1] == 0) {
        return Optional.of(Arrays.copyOfRange(record, start, end + 1));
      }
    }
    return Optional.empty();
  }

  /** The note of a record, if all files are as they were when it was made. */
  public synchronized Optional<byte[]> note(Path record) {
    try {
      return ask('S', record.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Makes a record.
   *
   * @param before nothing in it may have changed at this time or later
   * @param record where there is no file yet
   * @return whether there is one now
   */
  public synchronized boolean keep(LookedAt files, byte[] note, Instant before, Path record) {
    long nanos = Math.addExact(before.getEpochSecond() * 1_000_000_000L, before.getNano());
    try {
      var payload = new ByteArrayOutputStream();
      payload.writeBytes((nanos + "\0" + record + "\0").getBytes(StandardCharsets.UTF_8));
      payload.writeBytes(files.with(note));
      return ask('K', payload.toByteArray()).isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  private Optional<byte[]> ask(char request, byte[] payload) throws IOException {
    byte[] framed = new byte[5 + payload.length];
    framed[0] = (byte) request;
    for (int i = 0; i < 4; i++) {
      framed[1 + i] = (byte) (payload.length >>> 24 - 8 * i);
    }
    System.arraycopy(payload, 0, framed, 5, payload.length);
    requests.write(framed);
    requests.flush();
    int length = answers.readInt();
    return length == NO ? Optional.empty() : Optional.of(answers.readNBytes(length));
  }
}
