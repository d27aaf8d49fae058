package io.jbuild.grammar.hadolint;

import io.jbuild.grammar.Copy;
import io.jbuild.grammar.Flag;
import io.jbuild.grammar.From;
import io.jbuild.grammar.Suggestion;
import io.jbuild.grammar.Word;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Rules about {@code COPY --from}. */
final class CopyFromChecks implements Check {
  private final Findings findings;
  private final Set<String> earlier = new HashSet<>();
  private Optional<String> own = Optional.empty();
  private int stages;

  CopyFromChecks(Findings findings) {
    this.findings = findings;
  }

  @Override
  public void enter(Section section) {
    own.ifPresent(earlier::add);
    own = section.from().flatMap(From::alias).map(alias -> Names.folded(alias.text()));
    stages = Math.max(0, section.index());
  }

  @Override
  public void look(Visit visit) {
    if (!(visit.instruction() instanceof Copy copy)) {
      return;
    }
    for (Flag flag : copy.flags()) {
      if (flag.name().equals("from") && flag.value().isPresent()) {
        from(flag.value().get(), visit);
        wholeRoot(copy, flag.value().get(), visit);
      }
    }
  }

  private void from(Word from, Visit visit) {
    String name = Names.folded(from.text());
    if (own.isPresent() && own.get().equals(name)) {
      findings.add(
          HadolintRule.COPY_FROM_ITSELF,
          visit,
          from.range(),
          "`" + from.text() + "` is the stage that this COPY stands in",
          "name a stage before it, or leave `--from` out to copy from the context");
      if (!earlier.contains(name)) {
        return;
      }
    }
    if (!isKnown(name)) {
      findings.add(
          HadolintRule.COPY_FROM_UNKNOWN,
          visit,
          from.range(),
          "no stage before this one is named `" + from.text() + "`",
          Suggestion.nearest(name, earlier)
              .map(near -> "did you mean `" + near + "`?")
              .orElse("name a stage before it with `AS`, or an image with its tag"));
    }
  }

  /** Whether it is a stage, or can be nothing but an image. */
  private boolean isKnown(String name) {
    if (!name.isEmpty() && name.length() < 9 && name.chars().allMatch(Character::isDigit)) {
      return Integer.parseInt(name) < stages;
    }
    return earlier.contains(name)
        || name.indexOf(':') >= 0
        || name.indexOf('/') >= 0
        || name.indexOf('@') >= 0;
  }

  private void wholeRoot(Copy copy, Word from, Visit visit) {
    if (!visit.scope().text(copy.destination().text()).equals("/")) {
      return;
    }
    for (Word source : copy.sources()) {
      String path = visit.scope().text(source.text());
      if (path.equals("/") || path.equals("/.") || path.equals("/*")) {
        findings.add(
            HadolintRule.COPY_WHOLE_ROOT,
            visit,
            source.range(),
            "this takes every file of `" + from.text() + "`, caches and tools of the build too",
            "copy the files that the image needs, or go on from that stage with `FROM`");
      }
    }
  }
}
