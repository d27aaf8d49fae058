package io.jbuild.grammar.lint;

import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.Range;

/**
 * The instruction that a finding is about.
 *
 * @param instruction whose first line is the finding's
 * @param options in force there
 * @param trigger whether what is checked is an ONBUILD trigger that runs here: it has no place of
 *     its own in the instruction
 */
record Place(Instruction instruction, CheckOptions options, boolean trigger) {
  Range keyword() {
    return instruction.origin().keywordRange();
  }
}
