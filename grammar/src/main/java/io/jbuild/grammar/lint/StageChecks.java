package io.jbuild.grammar.lint;

import io.jbuild.grammar.Add;
import io.jbuild.grammar.Arg;
import io.jbuild.grammar.ArgDeclaration;
import io.jbuild.grammar.Cmd;
import io.jbuild.grammar.Command;
import io.jbuild.grammar.Copy;
import io.jbuild.grammar.Entrypoint;
import io.jbuild.grammar.Env;
import io.jbuild.grammar.Expose;
import io.jbuild.grammar.Fix;
import io.jbuild.grammar.Healthcheck;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.KeyValue;
import io.jbuild.grammar.Label;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Run;
import io.jbuild.grammar.Shell;
import io.jbuild.grammar.ShellCommand;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.Stopsignal;
import io.jbuild.grammar.User;
import io.jbuild.grammar.Volume;
import io.jbuild.grammar.Word;
import io.jbuild.grammar.Workdir;
import io.jbuild.grammar.expand.ExpansionBudget;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rules that need to know what came before an instruction in its stage. */
final class StageChecks {
  private final char escape;
  private final Source source;
  private final CheckSettings settings;
  private final GlobalScope global;
  private final Report report;
  private final ExpansionBudget budget = new ExpansionBudget();

  StageChecks(
      char escape, Source source, CheckSettings settings, GlobalScope global, Report report) {
    this.escape = escape;
    this.source = source;
    this.settings = settings;
    this.global = global;
    this.report = report;
  }

  /** Looks at one instruction and notes what it does for those after it. */
  void check(Instruction instruction, Place place, StageScope scope) {
    var words = new WordChecks(escape, scope, budget, place, report);
    switch (instruction) {
      case Arg arg -> arg(arg, place, scope);
      case Env env -> env(env, words, place, scope);
      case Label label -> label(label, words, place);
      case Copy copy -> {
        List<String> sources = words.copy(copy);
        boolean fromContext = copy.flags().stream().noneMatch(f -> f.name().equals("from"));
        if (fromContext) {
          IgnoredSources.check("COPY", copy.sources(), sources, settings, place, report);
        }
      }
      case Add add ->
          IgnoredSources.check("ADD", add.sources(), words.add(add), settings, place, report);
      case Run run -> words.run(run);
      case Workdir workdir -> workdir(workdir, words, place, scope);
      case User user -> words.expand(user.user());
      case Stopsignal stopsignal -> words.expand(stopsignal.signal());
      case Volume volume -> volume(volume, words);
      case Expose expose -> ExposeChecks.check(expose, escape, scope, place, report);
      case Cmd cmd -> {
        once(cmd, place, scope);
        shellForm(cmd.command(), cmd, place, scope);
      }
      case Entrypoint entrypoint -> {
        once(entrypoint, place, scope);
        shellForm(entrypoint.command(), entrypoint, place, scope);
      }
      case Healthcheck check -> once(check, place, scope);
      case Shell shell -> scope.shellGiven = true;
      default -> {}
    }
  }

  /** Each declaration sees those before it. */
  private void arg(Arg arg, Place place, StageScope scope) {
    for (ArgDeclaration declaration : arg.declarations()) {
      String name = declaration.name().text();
      SecretNames.check("ARG", name, declaration.name().range(), place, report);
      Optional<String> value = Optional.ofNullable(settings.buildArgs().get(name));
      if (value.isEmpty() && declaration.defaultValue().isPresent()) {
        var words = new WordChecks(escape, scope, budget, place, report);
        value = Optional.of(words.expand(declaration.defaultValue().get()));
      } else if (value.isEmpty()) {
        value = Optional.ofNullable(global.values().get(name));
      }
      if (!StageScope.NOT_IN_WORDS.contains(name)) {
        value.ifPresent(v -> scope.set(name, v));
      }
      scope.declare(name);
    }
  }

  private void env(Env env, WordChecks words, Place place, StageScope scope) {
    Map<String, String> set = new LinkedHashMap<>();
    for (KeyValue pair : env.variables()) {
      set.put(words.expand(pair.key()), words.expand(pair.value()));
    }
    if (report.failed()) {
      return;
    }
    legacyForm("ENV", env.variables(), place);
    int index = 0;
    for (String name : set.keySet()) {
      Range range = env.variables().get(Math.min(index++, set.size() - 1)).key().range();
      SecretNames.check("ENV", name, range, place, report);
    }
    set.forEach(scope::set);
  }

  private void label(Label label, WordChecks words, Place place) {
    for (KeyValue pair : label.labels()) {
      words.expand(pair.key());
      words.expand(pair.value());
    }
    if (!report.failed()) {
      legacyForm("LABEL", label.labels(), place);
    }
  }

  /** {@code ENV name value} has one pair, and no equals sign after its name. */
  private void legacyForm(String keyword, List<KeyValue> pairs, Place place) {
    Word key = pairs.getFirst().key();
    String text = source.text();
    int end = key.range().end();
    if (end >= text.length() || text.charAt(end) != '=') {
      report.warn(
          Rule.LEGACY_KEY_VALUE_FORMAT,
          place,
          key.range(),
          "`" + keyword + " name value` is an old form that takes one pair",
          "write `" + keyword + " " + key.text() + "=…`",
          PairForm.fix(source, keyword, pairs.getFirst(), escape));
    }
  }

  /** Only the first WORKDIR counts: to correct it corrects those after it. */
  private void workdir(Workdir workdir, WordChecks words, Place place, StageScope scope) {
    String path = words.expand(workdir.path());
    if (report.failed()) {
      return;
    }
    if (!scope.workdirGiven && !isAbsolute(path, scope.isWindows())) {
      report.warn(
          Rule.WORKDIR_RELATIVE_PATH,
          place,
          workdir.path().range(),
          "the relative path `" + path + "` depends on the WORKDIR of the base image",
          "begin with an absolute WORKDIR",
          absolute(workdir.path(), path));
    }
    scope.workdirGiven = true;
  }

  private Optional<Fix> absolute(Word word, String path) {
    int start = word.range().start();
    return path.equals(source.text(word.range())) && !path.startsWith(".")
        ? Optional.of(Fix.suggested("write `/" + path + "`", new Range(start, start), "/"))
        : Optional.empty();
  }

  private static boolean isAbsolute(String path, boolean windows) {
    if (!windows) {
      return path.startsWith("/");
    }
    String slashes = path.replace('\\', '/');
    return slashes.startsWith("/") || slashes.matches("[A-Za-z]:/.*");
  }

  private void volume(Volume volume, WordChecks words) {
    for (Word word : volume.paths()) {
      if (words.expand(word).isEmpty() && !report.failed()) {
        report.fail(
            "blank-volume",
            word.range(),
            "the path of a VOLUME is blank",
            "name a directory, for example `/data`");
      }
    }
  }

  private void once(Instruction instruction, Place place, StageScope scope) {
    Instruction before = scope.once.put(instruction.keyword(), place.instruction());
    if (before != null) {
      report.warn(
          Rule.MULTIPLE_INSTRUCTIONS_DISALLOWED,
          new Place(before, place.options(), false),
          before.origin().keywordRange(),
          "this " + instruction.keyword() + " has no effect",
          "the one of line "
              + place.instruction().firstLine()
              + " takes its place: remove one of them",
          before.keyword().equals(instruction.keyword())
              ? Fixes.without(source, before)
              : Optional.empty());
    }
  }

  private void shellForm(Command command, Instruction instruction, Place place, StageScope scope) {
    if (command instanceof ShellCommand shell && !scope.shellGiven) {
      report.warn(
          Rule.JSON_ARGS_RECOMMENDED,
          place,
          command.range().length() > 0 ? command.range() : instruction.origin().keywordRange(),
          "the program of this " + instruction.keyword() + " runs in a shell and gets no signals",
          "write it as JSON: `" + instruction.keyword() + " [\"program\", \"argument\"]`",
          Fixes.json(source, shell));
    }
  }
}
