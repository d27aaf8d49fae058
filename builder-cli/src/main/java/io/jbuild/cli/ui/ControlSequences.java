package io.jbuild.cli.ui;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Control sequences (ECMA-48) in what commands write. A command in a sandbox must not be able to
 * move the cursor of who watches the build, rename the window or write to the clipboard; colours
 * are harmless and wanted.
 */
public final class ControlSequences {
  private static final int ESCAPE = 0x1B;
  private static final int BELL = 0x07;
  private static final byte[] RESET = {ESCAPE, '[', '0', 'm'};

  private final byte[] line;
  private final int length;
  private final boolean colours;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private boolean coloured;

  private ControlSequences(byte[] line, int length, boolean colours) {
    this.line = line;
    this.length = length;
    this.colours = colours;
  }

  /**
   * One line with nothing but text, tabs, carriage returns and colours; these end with the line.
   */
  public static byte[] textAndColours(byte[] line, int length) {
    if (isPlain(line, length)) {
      return java.util.Arrays.copyOf(line, length);
    }
    return new ControlSequences(line, length, true).filtered();
  }

  /** One line with nothing but text, as a terminal would show it after its carriage returns. */
  public static String text(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    if (isPlain(bytes, bytes.length) && line.indexOf('\r') < 0) {
      return line;
    }
    String text =
        new String(
            new ControlSequences(bytes, bytes.length, false).filtered(), StandardCharsets.UTF_8);
    String ended = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    return ended.substring(ended.lastIndexOf('\r') + 1);
  }

  private static boolean isPlain(byte[] line, int length) {
    for (int i = 0; i < length; i++) {
      byte b = line[i];
      if ((b >= 0 && b < ' ' && b != '\t' && b != '\r') || b == 0x7F || b == (byte) 0xC2) {
        return false;
      }
    }
    return true;
  }

  private byte[] filtered() {
    for (int i = 0; i < length; ) {
      int b = line[i] & 0xFF;
      if (b == ESCAPE) {
        i = sequence(i);
      } else if (b == 0xC2) {
        i = twoBytes(i);
      } else {
        if ((b >= ' ' && b != 0x7F) || b == '\t' || b == '\r') {
          out.write(b);
        }
        i++;
      }
    }
    if (coloured) {
      out.writeBytes(RESET);
    }
    return out.toByteArray();
  }

  /**
   * Passes over a C1 control character, the one-byte form of what ESC begins, or over a byte that
   * would become one with what comes after a sequence that is taken out.
   */
  private int twoBytes(int start) {
    int next = start + 1 < length ? line[start + 1] & 0xFF : 0;
    if (next >= 0xA0 && next <= 0xBF) {
      out.write(line, start, 2);
      return start + 2;
    }
    return next >= 0x80 && next < 0xA0 ? start + 2 : start + 1;
  }

  /** Passes over the sequence that begins here; where it is none, over the ESC alone. */
  private int sequence(int start) {
    if (start + 1 >= length) {
      return length;
    }
    return switch (line[start + 1]) {
      case '[' -> control(start);
      case ']', 'P', 'X', '^', '_' -> string(start);
      default -> {
        int at = run(start + 1, 0x20, 0x2F);
        yield at < length && line[at] >= 0x30 && line[at] <= 0x7E ? at + 1 : start + 1;
      }
    };
  }

  private int control(int start) {
    int parameters = run(start + 2, 0x30, 0x3F);
    int end = run(parameters, 0x20, 0x2F);
    if (end >= length || line[end] < 0x40 || line[end] > 0x7E) {
      return start + 1;
    }
    boolean colour = line[end] == 'm' && end == parameters && run(start + 2, 0x30, 0x3B) == end;
    if (colours && colour) {
      out.write(line, start, end + 1 - start);
      coloured = true;
    }
    return end + 1;
  }

  /** A string that BEL or ESC \ ends; one without an end would swallow the rest of the line. */
  private int string(int start) {
    for (int i = start + 2; i < length; i++) {
      if (line[i] == BELL) {
        return i + 1;
      }
      if (line[i] == ESCAPE && i + 1 < length && line[i + 1] == '\\') {
        return i + 2;
      }
    }
    return start + 2;
  }

  private int run(int from, int lowest, int highest) {
    int at = from;
    while (at < length && line[at] >= lowest && line[at] <= highest) {
      at++;
    }
    return at;
  }
}
