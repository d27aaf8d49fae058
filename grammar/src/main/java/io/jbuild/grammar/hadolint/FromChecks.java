package io.jbuild.grammar.hadolint;

import io.jbuild.grammar.Arg;
import io.jbuild.grammar.Copy;
import io.jbuild.grammar.Fix;
import io.jbuild.grammar.Flag;
import io.jbuild.grammar.From;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Run;
import io.jbuild.grammar.Word;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rules about base images and platforms, and what may stand before FROM. */
final class FromChecks implements Check {
  private final Findings findings;
  private final Set<String> stages = new HashSet<>();
  private boolean begun;

  FromChecks(Findings findings) {
    this.findings = findings;
  }

  @Override
  public void enter(Section section) {
    stages.add(Integer.toString(section.index() - 1));
  }

  @Override
  public void look(Visit visit) {
    if (visit.instruction() instanceof From from) {
      begun = true;
      from(from, visit);
      from.alias().ifPresent(alias -> stages.add(Names.folded(alias.text())));
      return;
    }
    if (!(visit.instruction() instanceof Arg)) {
      begin(visit);
    }
    if (visit.instruction() instanceof Copy copy) {
      for (Flag flag : copy.flags()) {
        if (flag.name().equals("from") && flag.value().isPresent()) {
          registry(flag.value().get().text(), flag.value().get().range(), visit);
        }
      }
    } else if (visit.instruction() instanceof Run run) {
      for (Mount mount : Mount.of(run)) {
        mount.from().ifPresent(image -> registry(image, mount.flag().range(), visit));
      }
    }
  }

  private void begin(Visit visit) {
    if (!begun) {
      begun = true;
      findings.add(
          HadolintRule.INSTRUCTION_BEFORE_FROM,
          visit,
          visit.place().origin().keywordRange(),
          "`" + visit.place().keyword() + "` stands before the first `FROM`",
          "begin with `FROM image`; only comments and `ARG` may stand before it");
    }
  }

  private void from(From from, Visit visit) {
    platform(from, visit);
    String text = unquoted(from.image().text());
    if (visit.section().base().isPresent() || text.equals("scratch")) {
      return;
    }
    registry(text, from.image().range(), visit);
    ImageName image = ImageName.of(text);
    if (image.digest().isPresent()) {
      return;
    }
    if (image.tag().isEmpty() && text.indexOf('$') < 0) {
      findings.add(
          HadolintRule.UNTAGGED_BASE,
          visit,
          from.image().range(),
          "`" + text + "` has no tag, so every build may stand on another image",
          "name a version: `" + text + ":…`");
    } else if (image.tag().isPresent() && image.tag().get().equals("latest")) {
      findings.add(
          HadolintRule.LATEST_BASE,
          visit,
          from.image().range(),
          "`" + text + "` is another image every time `latest` moves",
          "name the version that the build is meant for");
    }
  }

  private static String unquoted(String text) {
    boolean quoted =
        text.length() > 1
            && (text.charAt(0) == '"' || text.charAt(0) == '\'')
            && text.charAt(text.length() - 1) == text.charAt(0);
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  private void registry(String written, Range range, Visit visit) {
    List<String> trusted = findings.settings().trustedRegistries();
    if (trusted.isEmpty() || stages.contains(Names.folded(written))) {
      return;
    }
    String name = visit.scope().global().known(written).orElse(written);
    ImageName image = ImageName.of(name);
    if (!name.equals("scratch") && !image.isFrom(trusted)) {
      findings.add(
          HadolintRule.UNTRUSTED_REGISTRY,
          visit,
          range,
          "`"
              + name
              + "` comes from `"
              + image.registry().orElse("docker.io")
              + "`, which is not trusted",
          "the configuration trusts `" + String.join("`, `", trusted) + "`");
    }
  }

  private void platform(From from, Visit visit) {
    if (from.platform().isEmpty()) {
      return;
    }
    Word platform = from.platform().get();
    String value = platform.text();
    Range flag =
        from.flags().stream()
            .filter(f -> f.name().equals("platform"))
            .map(Flag::range)
            .findFirst()
            .orElse(platform.range());
    if (value.equals("$TARGETPLATFORM") || value.equals("${TARGETPLATFORM}")) {
      var withBlank = new Range(flag.start(), Math.max(flag.end(), afterBlanks(flag.end())));
      findings.add(
          HadolintRule.REDUNDANT_PLATFORM,
          visit,
          flag,
          "the platform of the target is what FROM has anyway",
          "remove `--platform`",
          Fix.safe("remove `--platform`", withBlank, ""));
    } else if (value.indexOf('$') < 0) {
      findings.add(
          HadolintRule.FIXED_PLATFORM,
          visit,
          flag,
          "the platform is always `" + value + "`, whatever is built",
          "leave the choice to `--platform` of the build, or write `$BUILDPLATFORM`");
    }
  }

  private int afterBlanks(int offset) {
    String text = findings.source().text();
    int at = offset;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    return at;
  }
}
