package io.jbuild.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The value of {@code --chmod}: an octal mode, or changes to the mode that a file has ({@code
 * u=rwX,go=rX}), as chmod(1) of POSIX.1-2024 reads them with a file creation mask of 0.
 */
public final class ModeChange {
  private static final int HIGHEST = 07777;
  private static final int EXECUTE = 0111;
  private static final int STICKY = 01000;
  private static final int SET_ID = 06000;

  private final String text;
  private final OptionalInt absolute;
  private final List<Clause> clauses;

  /**
   * What one operator asks for.
   *
   * @param who the bits it may touch
   * @param bits among them
   * @param executeIfAny whether {@code X} was there
   * @param copied the letters {@code u}, {@code g} and {@code o} whose bits are copied
   */
  private record Clause(int who, char operator, int bits, boolean executeIfAny, String copied) {}

  private ModeChange(String text, OptionalInt absolute, List<Clause> clauses) {
    this.text = text;
    this.absolute = absolute;
    this.clauses = List.copyOf(clauses);
  }

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException when it is neither
   */
  public static ModeChange parse(String text) {
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return new ModeChange(text, OptionalInt.of(octal(text)), List.of());
    }
    return new ModeChange(text, OptionalInt.empty(), new Parser(text).clauses());
  }

  private static int octal(String text) {
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      value = value * 8 + text.charAt(i) - '0';
      if (text.charAt(i) > '7' || value > HIGHEST) {
        throw bad(text);
      }
    }
    return value;
  }

  private static IllegalArgumentException bad(String text) {
    return new IllegalArgumentException("`" + text + "` is not a file mode");
  }

  /** The mode that every file gets, where it does not hang on the one it has. */
  public OptionalInt absolute() {
    return absolute;
  }

  /**
   * The mode that a file gets.
   *
   * @param mode that it has, 0 to 07777
   */
  public int apply(int mode, boolean directory) {
    if (absolute.isPresent()) {
      return absolute.getAsInt();
    }
    int changed = mode;
    for (Clause clause : clauses) {
      changed = apply(clause, changed, directory || (mode & EXECUTE) != 0);
    }
    return changed;
  }

  private static int apply(Clause clause, int mode, boolean executable) {
    int bits = clause.bits() | (clause.executeIfAny() && executable ? EXECUTE : 0);
    for (int i = 0; i < clause.copied().length(); i++) {
      int from = mode >> shift(clause.copied().charAt(i)) & 7;
      bits |= from << 6 | from << 3 | from;
    }
    int value = bits & clause.who();
    return switch (clause.operator()) {
      case '+' -> mode | value;
      case '-' -> mode & ~value;
      default -> {
        // Only what is copied is set anew: `g=u` leaves set-group-ID as it is.
        boolean copies = !clause.copied().isEmpty();
        yield mode & ~(clause.who() & ~STICKY & (copies ? ~SET_ID : ~0)) | value;
      }
    };
  }

  private static int shift(char who) {
    return who == 'u' ? 6 : who == 'g' ? 3 : 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ModeChange that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The value as it was written. */
  @Override
  public String toString() {
    return text;
  }

  private static final class Parser {
    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    List<Clause> clauses() {
      List<Clause> clauses = new ArrayList<>();
      while (true) {
        int who = who();
        if ("+-=".indexOf(peek()) < 0) {
          throw bad(text);
        }
        while ("+-=".indexOf(peek()) >= 0) {
          clauses.add(clause(who));
        }
        if (at == text.length()) {
          return clauses;
        }
        if (text.charAt(at++) != ',') {
          throw bad(text);
        }
      }
    }

    /** Something that is in no set of letters at the end. */
    private char peek() {
      return at < text.length() ? text.charAt(at) : '\uFFFF';
    }

    private int who() {
      int who = 0;
      for (; "ugoa".indexOf(peek()) >= 0; at++) {
        who |=
            switch (peek()) {
              case 'u' -> 04700;
              case 'g' -> 02070;
              case 'o' -> 00007;
              default -> 06777;
            };
      }
      return who == 0 ? 06777 : who;
    }

    private Clause clause(int who) {
      char operator = text.charAt(at++);
      int bits = 0;
      int touched = who;
      boolean executeIfAny = false;
      var copied = new StringBuilder();
      for (; "rwxXstugo".indexOf(peek()) >= 0; at++) {
        switch (peek()) {
          case 'r' -> bits |= 0444;
          case 'w' -> bits |= 0222;
          case 'x' -> bits |= EXECUTE;
          case 'X' -> executeIfAny = true;
          case 's' -> bits |= SET_ID;
          case 't' -> {
            bits |= STICKY;
            touched |= who == 00007 ? 0 : STICKY;
          }
          default -> copied.append(peek());
        }
      }
      return new Clause(touched, operator, bits, executeIfAny, copied.toString());
    }
  }
}
