package io.jbuild.grammar.check;

import io.jbuild.grammar.Severity;
import io.jbuild.grammar.lint.RuleSet;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a rule.
 *
 * @param set where it comes from
 * @param id the code of its diagnostics: {@code MaintainerDeprecated}, {@code DL4000}, {@code
 *     SC2086}, {@code unused-stage}
 * @param name what it is about in words; the id where that says it already
 * @param severity of its findings, as long as nothing else is asked for
 * @param summary what it finds, one sentence without a full stop
 * @param url of a page about it
 * @param tags for editors
 * @param twins ids of rules of other sets that find the same; told by one of the two
 */
public record RuleInfo(
    RuleSet set,
    String id,
    String name,
    Severity severity,
    String summary,
    Optional<String> url,
    Set<RuleTag> tags,
    Set<String> twins) {
  public RuleInfo {
    tags = Set.copyOf(tags);
    twins = Set.copyOf(twins);
  }

  /** Whether the other is of another set and finds the same. */
  public boolean isTwin(RuleInfo other) {
    return twins.contains(other.id) || other.twins.contains(id);
  }
}
