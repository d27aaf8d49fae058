package io.jbuild.grammar.hadolint;

import io.jbuild.grammar.Comment;
import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.Parsed;
import java.util.List;

/** Runs hadolint's rules that look at Dockerfiles. */
public final class HadolintChecks {
  private HadolintChecks() {}

  /**
   * What the rules find, in the order of the file: nothing of the parser's. A finding has its
   * rule's code and severity, and begins in the line that hadolint names, the first of its
   * instruction. Never throws for what stands in the file; takes time in proportion to it.
   */
  public static List<Diagnostic> run(Parsed parsed, HadolintSettings settings) {
    HadolintPragmas pragmas = HadolintPragmas.of(parsed.dockerfile());
    var findings = new Findings(parsed.dockerfile().source(), settings, pragmas);
    for (Comment comment : pragmas.inlineIgnores()) {
      findings.add(
          HadolintRule.INLINE_IGNORE,
          comment.range(),
          "this comment switches rules off for the next instruction",
          "mend what they find, or ignore them in the configuration");
    }
    List<Check> checks =
        List.of(
            new FromChecks(findings),
            new StageNameChecks(findings),
            new CopyChecks(findings),
            new CopyFromChecks(findings),
            new StartChecks(findings),
            new UserChecks(findings),
            new VariableChecks(findings),
            new LabelChecks(findings),
            new FormChecks(findings),
            new ProgramChecks(findings),
            new RunChecks(findings),
            new VersionChecks(findings),
            new SwitchChecks(findings),
            new CacheChecks(findings),
            new PipChecks(findings));
    new Walk(parsed.dockerfile(), pragmas).run(checks);
    BadTriggers.report(parsed, findings);
    return findings.sorted();
  }
}
