package io.jbuild.grammar.lint;

import io.jbuild.grammar.Copy;
import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.Flag;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.Onbuild;
import io.jbuild.grammar.Run;
import io.jbuild.grammar.Suggestion;
import io.jbuild.grammar.Word;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Goes through the stages that are to be looked at, in the order of the file. */
final class StageWalk {
  /** How often triggers may run in one file; the stages on a base run all of its triggers each. */
  private static final int MOST_TRIGGERS = 100_000;

  private final Dockerfile file;
  private final CheckSettings settings;
  private final List<StageBase> bases;
  private final Report report;
  private final StageChecks checks;
  private final Map<Integer, StageScope> done = new HashMap<>();
  private final Map<Integer, List<Instruction>> triggers = new HashMap<>();
  private final Map<String, Integer> byName = new HashMap<>();
  private int triggered;

  StageWalk(
      Dockerfile file,
      CheckSettings settings,
      List<StageBase> bases,
      GlobalScope global,
      Report report) {
    this.file = file;
    this.settings = settings;
    this.bases = bases;
    this.report = report;
    file.stages().forEach(stage -> stage.name().ifPresent(n -> byName.put(n, stage.index())));
    this.checks =
        new StageChecks(file.directives().escape(), file.source(), settings, global, report);
  }

  void run() {
    for (int index : wanted()) {
      StageBase base = bases.get(index);
      StageScope scope = scope(base);
      Place from = report.place(base.of().from());
      for (Instruction instruction : triggers(base)) {
        if (++triggered > MOST_TRIGGERS) {
          report.fail(
              "too-many-triggers",
              base.of().from().image().range(),
              "triggers of ONBUILD run more than " + MOST_TRIGGERS + " times in this file",
              "no builder makes so many layers: let fewer stages stand on the one that has them");
          return;
        }
        checks.check(instruction, new Place(from.instruction(), from.options(), true), scope);
        if (report.failed()) {
          return;
        }
      }
      for (Instruction instruction : base.of().instructions()) {
        checks.check(instruction, report.place(instruction), scope);
        if (report.failed()) {
          return;
        }
      }
      done.put(index, scope);
    }
  }

  private List<Instruction> triggers(StageBase base) {
    return base.stage().map(index -> triggers.computeIfAbsent(index, this::left)).orElse(List.of());
  }

  /** The triggers that a stage leaves to those that stand on it. */
  private List<Instruction> left(int index) {
    List<Instruction> left = new ArrayList<>();
    for (Instruction instruction : bases.get(index).of().instructions()) {
      if (instruction instanceof Onbuild onbuild) {
        onbuild.nested().ifPresent(left::add);
      }
    }
    return left;
  }

  private StageScope scope(StageBase base) {
    if (base.stage().isPresent()) {
      return done.get(base.stage().get()).child();
    }
    PlatformName target =
        PlatformName.parse(settings.targetPlatform(), settings.targetPlatform()).orElseThrow();
    var scope = new StageScope(base.isScratch() ? target : base.platform().orElse(target));
    if (!base.isScratch()) {
      settings
          .baseImages()
          .apply(base.name(), scope.platform.toString())
          .ifPresent(image -> image(image, base, scope));
    }
    if (!scope.isWindows()) {
      if (scope.variables.get("PATH").isEmpty()) {
        scope.set("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
      }
    }
    return scope;
  }

  private void image(BaseImage image, StageBase base, StageScope scope) {
    image.env().forEach(scope::set);
    scope.shellGiven = image.hasShell();
    Optional<PlatformName> has = PlatformName.parse(image.platform(), image.platform());
    if (has.isEmpty()
        || (has.get().os().equals(scope.platform.os())
            && has.get().architecture().equals(scope.platform.architecture()))) {
      return;
    }
    report.warn(
        Rule.INVALID_BASE_IMAGE_PLATFORM,
        report.place(base.of().from()),
        base.of().from().image().range(),
        "`%s` is an image for `%s`, and `%s` is asked for"
            .formatted(base.name(), has.get(), scope.platform),
        "choose a base image that has the platform");
  }

  /** Every stage, or those that the target needs. */
  private Set<Integer> wanted() {
    Set<Integer> wanted = new TreeSet<>();
    if (settings.target().isEmpty()) {
      bases.forEach(base -> wanted.add(base.of().index()));
      return wanted;
    }
    Deque<Integer> left = new ArrayDeque<>();
    String target = settings.target().get();
    byName(target).ifPresentOrElse(left::add, () -> unknown(target));
    while (!left.isEmpty()) {
      int index = left.poll();
      if (wanted.add(index)) {
        bases.get(index).stage().ifPresent(left::add);
        triggers(bases.get(index)).forEach(i -> sources(i).forEach(left::add));
        bases.get(index).of().instructions().forEach(i -> sources(i).forEach(left::add));
      }
    }
    return wanted;
  }

  private void unknown(String target) {
    List<String> names = file.stages().stream().flatMap(s -> s.name().stream()).toList();
    report.fail(
        "unknown-target",
        file.stages().getLast().from().range(),
        "the target stage `" + target + "` is not defined",
        Suggestion.nearest(target, names)
            .map(near -> "did you mean `" + near + "`?")
            .orElse("the stages are `" + String.join("`, `", names) + "`"));
  }

  /** The last stage of a name. */
  private Optional<Integer> byName(String name) {
    return Optional.ofNullable(byName.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The stages that COPY and the mounts of RUN take files from. */
  private List<Integer> sources(Instruction instruction) {
    return switch (instruction) {
      case Copy copy ->
          copy.flags().stream()
              .filter(flag -> flag.name().equals("from"))
              .flatMap(flag -> flag.value().stream())
              .flatMap(word -> stage(word.text()).stream())
              .toList();
      case Run run ->
          run.flags().stream()
              .filter(flag -> flag.name().equals("mount"))
              .map(Flag::value)
              .flatMap(Optional::stream)
              .map(Word::text)
              .flatMap(text -> List.of(text.split(",")).stream())
              .filter(option -> option.startsWith("from="))
              .flatMap(option -> stage(option.substring("from=".length())).stream())
              .toList();
      default -> List.of();
    };
  }

  private Optional<Integer> stage(String name) {
    if (name.matches("[0-9]{1,6}")) {
      int index = Integer.parseInt(name);
      return index < bases.size() ? Optional.of(index) : Optional.empty();
    }
    return byName(name);
  }
}
