package io.jbuild.grammar.advice;

import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.Parsed;
import io.jbuild.grammar.lint.CheckSettings;
import java.util.List;
import java.util.Optional;

/** Runs jbuild's own rules. */
public final class Advice {
  private Advice() {}

  /**
   * What the rules find, in no special order. Never throws for what stands in the file. In a file
   * with errors only secrets are looked for.
   *
   * @param context without it nothing is said of sources
   */
  public static List<Diagnostic> run(
      Parsed parsed, CheckSettings settings, Optional<ContextView> context) {
    var findings = new AdviceFindings(parsed.dockerfile().source());
    new SecretAdvice(parsed.dockerfile(), findings).run();
    if (!parsed.hasErrors() && !parsed.dockerfile().stages().isEmpty()) {
      new StageAdvice(parsed.dockerfile(), settings, findings).run();
      new ArgAdvice(parsed.dockerfile(), settings, findings).run();
      new OrderAdvice(parsed.dockerfile(), findings).run();
      new BaseAdvice(parsed.dockerfile(), settings, findings).run();
      new LayerAdvice(parsed.dockerfile(), findings).run();
      new LengthAdvice(parsed.dockerfile(), findings).run();
      new KeyAdvice(findings).run(parsed.dockerfile());
      context.ifPresent(view -> new SourceAdvice(parsed.dockerfile(), view, findings).run());
    }
    return findings.all();
  }
}
