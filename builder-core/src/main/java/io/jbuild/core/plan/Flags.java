package io.jbuild.core.plan;

import io.jbuild.grammar.Flag;
import io.jbuild.grammar.Word;
import java.util.Locale;

/** Reads flags of instructions; parsing has checked that they exist and have a value they take. */
final class Flags {
  private Flags() {}

  /** The value, empty if there is none. */
  static String text(Flag flag) {
    return flag.value().map(Word::text).orElse("");
  }

  /** Whether a flag such as {@code --link} or {@code --link=true} is on. */
  static boolean isOn(Flag flag) {
    return flag.value().isEmpty() || text(flag).toLowerCase(Locale.ROOT).equals("true");
  }

  /** A flag or value that parsing must have refused. */
  static IllegalStateException unexpected(Flag flag) {
    return new IllegalStateException("flag --" + flag.name() + "=" + text(flag));
  }
}
