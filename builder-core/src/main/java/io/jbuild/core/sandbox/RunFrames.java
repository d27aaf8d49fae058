package io.jbuild.core.sandbox;

import io.jbuild.core.sandbox.RunResult.Usage;
import io.jbuild.core.sandbox.RunResult.Xattr;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** Reads the frames of {@code jbuild-sandbox run}: a type byte, a length, a payload. */
final class RunFrames {
  private static final int LONGEST = 1 << 24;

  private final DataInputStream input;
  private final OutputConsumer output;
  private final List<Xattr> xattrs = new ArrayList<>();
  private final List<byte[]> opaque = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private SandboxException refusal;
  private long[] status;

  RunFrames(InputStream input, OutputConsumer output) {
    this.input = new DataInputStream(input);
    this.output = output;
  }

  /**
   * Reads to the end of the run.
   *
   * @return null when the stream ended without saying how the run did
   * @throws SandboxException when the helper says why the command did not run
   */
  RunResult read() throws IOException {
    try {
      for (int type = input.read(); type >= 0 && type != 'D'; type = input.read()) {
        int length = input.readInt();
        if (length < 0 || length > LONGEST) {
          throw new IOException("the sandbox helper sent a frame of " + length + " bytes");
        }
        take(type, input.readNBytes(length));
      }
    } catch (EOFException e) {
      return null;
    }
    if (refusal != null) {
      throw refusal;
    }
    if (status == null) {
      return null;
    }
    var usage =
        new Usage(
            Duration.of(status[2], ChronoUnit.MICROS),
            Duration.of(status[3], ChronoUnit.MICROS),
            status[4]);
    OptionalInt signal = status[1] == 0 ? OptionalInt.empty() : OptionalInt.of((int) status[1]);
    return new RunResult((int) status[0], signal, xattrs, opaque, usage, warnings);
  }

  private void take(int type, byte[] payload) throws IOException {
    switch (type) {
      case 'O' -> output.accept(OutputConsumer.Stream.STDOUT, payload);
      case 'E' -> output.accept(OutputConsumer.Stream.STDERR, payload);
      case 'X' -> {
        int first = nul(payload, 0);
        int second = nul(payload, first + 1);
        xattrs.add(
            new Xattr(
                Arrays.copyOf(payload, first),
                text(payload, first + 1, second),
                Arrays.copyOfRange(payload, second + 1, payload.length)));
      }
      case 'Q' -> opaque.add(payload);
      case 'W' -> warnings.add(text(payload, 0, payload.length));
      case 'F' -> {
        int first = nul(payload, 0);
        int second = nul(payload, first + 1);
        refusal =
            new SandboxException(
                text(payload, 0, first),
                text(payload, first + 1, second),
                text(payload, second + 1, payload.length));
      }
      case 'S' -> status = numbers(text(payload, 0, payload.length));
      default -> throw new IOException("the sandbox helper sent a frame of type " + type);
    }
  }

  private static long[] numbers(String text) throws IOException {
    try {
      long[] numbers = Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
      if (numbers.length == 5) {
        return numbers;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IOException("the sandbox helper sent the status `" + text + "`");
  }

  private static int nul(byte[] payload, int from) throws IOException {
    for (int i = from; i < payload.length; i++) {
      if (payload[i] == 0) {
        return i;
      }
    }
    throw new IOException("the sandbox helper sent a frame that ends early");
  }

  private static String text(byte[] payload, int from, int to) {
    return new String(payload, from, to - from, StandardCharsets.UTF_8);
  }
}
