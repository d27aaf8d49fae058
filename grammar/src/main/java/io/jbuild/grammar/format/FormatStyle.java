package io.jbuild.grammar.format;

/**
 * How a Dockerfile is laid out.
 *
 * @param indent what each level of continued lines is indented by: blanks or a tab
 * @param keywords the case of instructions, {@code AS} and {@code HEALTHCHECK CMD}
 * @param keepCommands whether the blanks in shell commands stay as they are, so that no step runs
 *     again for the sake of its layout
 */
public record FormatStyle(String indent, Case keywords, boolean keepCommands) {
  /** Four spaces, upper case, commands indented like the rest. */
  public static final FormatStyle DEFAULT = new FormatStyle("    ", Case.UPPER, false);

  /** The case of keywords. */
  public enum Case {
    UPPER,
    LOWER,
    /** As they are written. */
    KEEP
  }

  public FormatStyle {
    if (indent.isEmpty() || !(indent.isBlank() && indent.strip().isEmpty())) {
      throw new IllegalArgumentException("an indent is blanks or tabs");
    }
  }
}
