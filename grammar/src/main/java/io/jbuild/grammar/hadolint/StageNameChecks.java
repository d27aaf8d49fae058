package io.jbuild.grammar.hadolint;

import io.jbuild.grammar.From;
import io.jbuild.grammar.Word;
import java.util.HashSet;
import java.util.Set;

/** Rules about the names of stages. */
final class StageNameChecks implements Check {
  private static final Set<String> RESERVED = Set.of("scratch", "context");

  private final Findings findings;
  private final Set<String> seen = new HashSet<>();

  StageNameChecks(Findings findings) {
    this.findings = findings;
  }

  @Override
  public void look(Visit visit) {
    if (!(visit.instruction() instanceof From from) || from.alias().isEmpty()) {
      return;
    }
    Word alias = from.alias().get();
    String name = Names.folded(alias.text());
    if (!seen.add(name)) {
      findings.add(
          HadolintRule.DUPLICATE_STAGE,
          visit,
          alias.range(),
          "another stage is named `" + alias.text() + "` too",
          "give each stage a name of its own");
    }
    if (RESERVED.contains(name)) {
      findings.add(
          HadolintRule.RESERVED_STAGE_NAME,
          visit,
          alias.range(),
          "`" + alias.text() + "` means something else, so no stage can be found by it",
          "choose another name");
    }
  }
}
