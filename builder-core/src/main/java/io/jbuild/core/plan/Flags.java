package io.jbuild.core.plan;

import io.jbuild.grammar.Flag;
import io.jbuild.grammar.Word;
import java.util.Locale;

/** Reads flags of instructions. */
final class Flags {
  private Flags() {}

  /** Reports a flag that its instruction does not have; always true. */
  static boolean unknown(Flag flag, String keyword, StagePlanner.Context context) {
    context
        .findings()
        .error(
            "unknown-flag",
            context.source(),
            flag.range(),
            keyword + " has no flag `--" + flag.name() + "`");
    return true;
  }

  /** Whether a flag such as {@code --link} or {@code --link=true} is on. */
  static boolean isOn(Flag flag) {
    return switch (flag.value().map(Word::text).orElse("true").toLowerCase(Locale.ROOT)) {
      case "0", "f", "false" -> false;
      default -> true;
    };
  }
}
