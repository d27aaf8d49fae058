package io.jbuild.grammar.lint;

import io.jbuild.grammar.Arg;
import io.jbuild.grammar.ArgDeclaration;
import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.Fix;
import io.jbuild.grammar.From;
import io.jbuild.grammar.Stage;
import io.jbuild.grammar.Suggestion;
import io.jbuild.grammar.Word;
import io.jbuild.grammar.expand.Expansion;
import io.jbuild.grammar.expand.Variables;
import io.jbuild.grammar.expand.WordExpander;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rules of FROM and the ARGs before it; finds out what each stage stands on. */
final class FromChecks {
  private final Dockerfile file;
  private final CheckSettings settings;
  private final Report report;
  private final WordExpander expander;
  private final GlobalScope global;

  FromChecks(Dockerfile file, CheckSettings settings, Report report) {
    this.file = file;
    this.settings = settings;
    this.report = report;
    this.expander = WordExpander.words(file.directives().escape());
    this.global = GlobalScope.of(file, settings, settings.buildArgs());
  }

  GlobalScope global() {
    return global;
  }

  /** What the stages stand on; only of use as long as the report has not failed. */
  List<StageBase> run() {
    for (Arg arg : file.globalArgs()) {
      Place place = report.place(arg);
      for (ArgDeclaration d : arg.declarations()) {
        SecretNames.check("ARG", d.name().text(), d.name().range(), place, report);
      }
    }
    defaults();
    if (global.broken().isPresent()) {
      var broken = global.broken().get();
      report.fail("bad-expansion", broken.range(), broken.message(), "correct the default value");
      return List.of();
    }
    return bases();
  }

  /** With the defaults alone, whatever build args are given. */
  private void defaults() {
    GlobalScope defaults = GlobalScope.of(file, settings, Map.of());
    if (defaults.broken().isPresent()) {
      return;
    }
    for (Stage stage : file.stages()) {
      Word image = stage.from().image();
      Expansion name = expander.expand(image.text(), Variables.of(defaults.values()));
      if (!name.ok()) {
        return;
      }
      if (!ImageReference.isValid(name.value())) {
        report.warn(
            Rule.INVALID_DEFAULT_ARG_IN_FROM,
            report.place(stage.from()),
            image.range(),
            "`" + image.text() + "` is no image name with the default values of the global ARGs",
            "give them defaults with which the file can be built as it is");
      }
    }
  }

  private List<StageBase> bases() {
    List<StageBase> bases = new ArrayList<>();
    Map<String, Integer> byName = new HashMap<>();
    for (Stage stage : file.stages()) {
      From from = stage.from();
      Place place = report.place(from);
      Optional<String> name = image(from, place);
      Optional<PlatformName> platform =
          from.platform().flatMap(word -> platform(from, word, place));
      if (report.failed()) {
        return List.of();
      }
      Optional<Integer> base = name.map(byName::get);
      bases.add(new StageBase(stage, name.orElseThrow(), base, platform));
      stage.name().ifPresent(own -> byName.put(own, stage.index()));
    }
    for (StageBase base : bases) {
      if (base.stage().isEmpty()
          && !base.isScratch()
          && !ImageReference.isValid(base.name())
          && !report.failed()) {
        report.fail(
            "bad-image-name",
            base.of().from().image().range(),
            "`" + base.name() + "` is not an image name",
            "a name is lower case, with a tag after `:` or a digest after `@`");
      }
    }
    return bases;
  }

  private Optional<String> image(From from, Place place) {
    Word image = from.image();
    Expansion name = expand(image, place);
    if (!name.ok()) {
      report.fail("bad-expansion", image.range(), name.error().get(), "correct the name");
      return Optional.empty();
    }
    if (name.value().isEmpty()) {
      report.fail(
          "blank-base",
          image.range(),
          "the base image `" + image.text() + "` is blank once its variables are replaced",
          "give the variable a default, or a value with `--build-arg`");
      return Optional.empty();
    }
    return Optional.of(name.value());
  }

  private Expansion expand(Word word, Place place) {
    Expansion expansion = expander.expand(word.text(), Variables.of(global.values()));
    for (String name : expansion.unset()) {
      if (!global.names().contains(name)) {
        Optional<String> near = Suggestion.nearest(name, global.names());
        report.warn(
            Rule.UNDEFINED_ARG_IN_FROM,
            place,
            word.range(),
            "FROM uses `" + name + "`, which no ARG before the first FROM declares",
            near.map(n -> "did you mean `" + n + "`?")
                .orElse("write `ARG " + name + "` before the first FROM"),
            near.flatMap(n -> Fixes.otherVariable(file.source(), word.range(), name, n)));
      }
    }
    return expansion;
  }

  private Optional<PlatformName> platform(From from, Word word, Place place) {
    if (report.failed()) {
      return Optional.empty();
    }
    Expansion value = expand(word, place);
    redundantTarget(from, word, value, place);
    Optional<PlatformName> platform = PlatformName.parse(value.value(), settings.buildPlatform());
    if (value.used().isEmpty() && value.unset().isEmpty()) {
      platform.ifPresent(p -> constant(from, word, p, place));
    }
    if (!value.ok() || platform.isEmpty()) {
      report.fail(
          "bad-platform",
          word.range(),
          value.error().orElse("`" + word.text() + "` is `" + value.value() + "`, no platform"),
          "for example `--platform=linux/amd64`");
    }
    return platform;
  }

  private void redundantTarget(From from, Word word, Expansion value, Place place) {
    if (value.used().equals(Set.of("TARGETPLATFORM"))
        && value.unset().isEmpty()
        && value.value().equals(global.values().get("TARGETPLATFORM"))) {
      report.warn(
          Rule.REDUNDANT_TARGET_PLATFORM,
          place,
          word.range(),
          "`" + word.text() + "` is what FROM takes without `--platform`",
          "leave `--platform` out",
          withoutPlatform(from, true));
    }
  }

  /** A stage whose name tells the platform means it. */
  private void constant(From from, Word word, PlatformName platform, Place place) {
    String name = from.alias().map(alias -> alias.text().toLowerCase(Locale.ROOT)).orElse("");
    if (!name.contains(platform.os()) && !name.contains(platform.architecture())) {
      report.warn(
          Rule.FROM_PLATFORM_FLAG_CONST_DISALLOWED,
          place,
          word.range(),
          "the platform `" + word.text() + "` is the same whatever is built for",
          "use `$BUILDPLATFORM` or another variable, or name the stage after the platform",
          withoutPlatform(from, false));
    }
  }

  private Optional<Fix> withoutPlatform(From from, boolean safe) {
    return from.flags().stream()
        .filter(flag -> flag.name().equals("platform"))
        .findFirst()
        .map(flag -> Fixes.withoutFlag(file.source(), flag, safe));
  }
}
