package io.jbuild.grammar.format;

import io.jbuild.grammar.DockerfileTokens;
import io.jbuild.grammar.LexemeReader;
import io.jbuild.grammar.Range;
import java.util.Arrays;

/**
 * The lexemes of an instruction and those around it: read when they are asked for, dropped when
 * they are done, so that a file of any length needs no more than its longest instruction does. They
 * are counted from the first of the file, and kept as numbers: a type and where it begins, for each
 * ends where the next begins.
 */
final class LexemeWindow {
  private static final int AT_FIRST = 64;

  private final LexemeReader reader;
  private byte[] types = new byte[AT_FIRST];

  /** One more than there are lexemes: where the last one ends. */
  private int[] starts = new int[AT_FIRST + 1];

  private int first;
  private int count;
  private boolean ended;

  LexemeWindow(LexemeReader reader) {
    this.reader = reader;
  }

  /** Whether the file has a lexeme of this number. */
  boolean has(int number) {
    while (!ended && number >= first + count) {
      read();
    }
    return number < first + count;
  }

  private void read() {
    if (!reader.next()) {
      ended = true;
      return;
    }
    if (count == types.length) {
      types = Arrays.copyOf(types, count * 2);
      starts = Arrays.copyOf(starts, count * 2 + 1);
    }
    types[count] = (byte) reader.type();
    starts[count] = reader.start();
    starts[++count] = reader.end();
  }

  /** Forgets all lexemes before one, but for the last of them. */
  void dropBefore(int number) {
    int gone = number - 1 - first;
    if (gone >= AT_FIRST && gone > count / 2) {
      System.arraycopy(types, gone, types, 0, count - gone);
      System.arraycopy(starts, gone, starts, 0, count - gone + 1);
      first += gone;
      count -= gone;
    }
  }

  /** The type of a lexeme, -1 if the file has no such lexeme. */
  int type(int number) {
    return has(number) ? types[number - first] : -1;
  }

  /** Where a lexeme begins. */
  int start(int number) {
    return starts[number - first];
  }

  /** Where a lexeme ends. */
  int end(int number) {
    return starts[number - first + 1];
  }

  /** Where a lexeme stands. */
  Range range(int number) {
    return new Range(start(number), end(number));
  }

  /** Whether an instruction begins with a lexeme, be its name known or not. */
  boolean startsInstruction(int number) {
    int type = type(number);
    return type >= DockerfileTokens.ADD && type <= DockerfileTokens.NAMELESS;
  }
}
