package io.jbuild.grammar.outline;

import io.jbuild.grammar.Arg;
import io.jbuild.grammar.ArgDeclaration;
import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.Env;
import io.jbuild.grammar.Flag;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.KeyValue;
import io.jbuild.grammar.Run;
import io.jbuild.grammar.Stage;
import io.jbuild.grammar.Word;
import io.jbuild.grammar.expand.Expansion;
import io.jbuild.grammar.expand.ExpansionBudget;
import io.jbuild.grammar.expand.VariableTable;
import io.jbuild.grammar.expand.Variables;
import io.jbuild.grammar.expand.WordExpander;
import io.jbuild.grammar.lint.CheckSettings;
import io.jbuild.grammar.lint.GlobalScope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the {@link Outline} of a stage and of those it needs. */
public final class OutlineReader {
  private final Dockerfile file;
  private final CheckSettings settings;
  private final Map<String, String> globals;
  private final StageGraph graph;
  private final Descriptions descriptions;
  private final WordExpander expander;
  private final Map<String, Outline.BuildArg> args = new LinkedHashMap<>();
  private final Set<String> usedGlobals = new HashSet<>();
  private final Map<Integer, VariableTable> variables = new HashMap<>();
  private final ExpansionBudget budget = new ExpansionBudget();
  private final Map<String, Outline.Given> secrets = new LinkedHashMap<>();
  private final Map<String, Outline.Given> ssh = new LinkedHashMap<>();
  private final Map<String, Outline.Given> caches = new LinkedHashMap<>();

  private OutlineReader(Dockerfile file, CheckSettings settings) {
    this.file = file;
    this.settings = settings;
    this.globals = GlobalScope.of(file, settings, settings.buildArgs()).values();
    this.graph = StageGraph.of(file, globals);
    this.descriptions = new Descriptions(file);
    this.expander = WordExpander.words(file.directives().escape());
  }

  /**
   * The outline of the target, or of the last stage.
   *
   * @throws java.util.NoSuchElementException if there is no such stage
   */
  public static Outline read(Dockerfile file, CheckSettings settings) {
    var reader = new OutlineReader(file, settings);
    int target =
        settings
            .target()
            .map(name -> reader.graph.find(name).orElseThrow())
            .orElse(file.stages().getLast().index());
    return reader.read(file.stages().get(target));
  }

  private Outline read(Stage target) {
    for (int index : new TreeSet<>(graph.needed(target.index()))) {
      stage(file.stages().get(index));
    }
    globals();
    return new Outline(
        target.name(),
        target.name().flatMap(name -> descriptions.of(name, target.from())),
        args.values().stream().sorted(Comparator.comparingInt(arg -> arg.lines().first())).toList(),
        List.copyOf(secrets.values()),
        List.copyOf(ssh.values()),
        List.copyOf(caches.values()));
  }

  private void stage(Stage stage) {
    use(stage.from().image(), usedGlobals);
    stage.from().platform().ifPresent(platform -> use(platform, usedGlobals));
    VariableTable scope =
        graph.baseStage(stage.index()).map(variables::get).orElse(VariableTable.EMPTY);
    for (Instruction instruction : stage.instructions()) {
      if (instruction instanceof Arg arg) {
        for (ArgDeclaration declaration : arg.declarations()) {
          scope = declare(arg, declaration, scope);
        }
      } else if (instruction instanceof Env env) {
        for (KeyValue pair : env.variables()) {
          scope = scope.with(pair.key().text(), expand(pair.value(), scope));
        }
      } else if (instruction instanceof Run run) {
        mounts(run);
      }
    }
    variables.put(stage.index(), scope);
  }

  /** Without a default and a value the ARG is the one before the first FROM. */
  private VariableTable declare(Arg arg, ArgDeclaration declaration, VariableTable scope) {
    String name = declaration.name().text();
    Optional<String> given = Optional.ofNullable(settings.buildArgs().get(name));
    boolean own = given.isPresent() || declaration.defaultValue().isPresent();
    if (!own && globals.containsKey(name)) {
      usedGlobals.add(name);
      return scope.with(name, globals.get(name));
    }
    Optional<String> value =
        given.or(() -> declaration.defaultValue().map(word -> expand(word, scope)));
    args.putIfAbsent(name, buildArg(arg, name, value));
    return value.map(v -> scope.with(name, v)).orElse(scope);
  }

  private Outline.BuildArg buildArg(Arg arg, String name, Optional<String> value) {
    return new Outline.BuildArg(name, value, descriptions.of(name, arg), lines(arg));
  }

  /** Those that stages and FROM use, and those that the defaults of such use. */
  private void globals() {
    List<Arg> declared = new ArrayList<>(file.globalArgs());
    for (Arg arg : declared.reversed()) {
      for (ArgDeclaration declaration : arg.declarations().reversed()) {
        String name = declaration.name().text();
        if (usedGlobals.contains(name)) {
          declaration.defaultValue().ifPresent(word -> use(word, usedGlobals));
          args.putIfAbsent(name, buildArg(arg, name, Optional.ofNullable(globals.get(name))));
        }
      }
    }
  }

  private void use(Word word, Set<String> names) {
    var expansion = expander.expand(word.text(), Variables.of(globals));
    names.addAll(expansion.used());
    names.addAll(expansion.unset());
  }

  /** Where values would grow beyond all bounds they are taken as they are written. */
  private String expand(Word word, VariableTable scope) {
    Expansion expansion = expander.expand(word.text(), scope);
    return budget.covers(expansion) ? expansion.value() : word.text();
  }

  private static Outline.Lines lines(Instruction instruction) {
    return new Outline.Lines(instruction.firstLine(), instruction.lastLine());
  }

  private void mounts(Run run) {
    for (Flag flag : run.flags()) {
      if (!flag.name().equals("mount") || flag.value().isEmpty()) {
        continue;
      }
      Map<String, String> options = new HashMap<>();
      for (String option : flag.value().get().text().split(",")) {
        int equals = option.indexOf('=');
        options.put(
            equals < 0 ? option : option.substring(0, equals),
            equals < 0 ? "true" : option.substring(equals + 1));
      }
      String target = first(options, "target", "dst", "destination");
      boolean required = Boolean.parseBoolean(options.get("required"));
      switch (options.getOrDefault("type", "bind")) {
        case "secret" -> {
          String file = target.substring(target.lastIndexOf('/') + 1);
          given(secrets, options.getOrDefault("id", file), required, run);
        }
        case "ssh" -> given(ssh, options.getOrDefault("id", "default"), required, run);
        case "cache" -> given(caches, options.getOrDefault("id", target), false, run);
        default -> {}
      }
    }
  }

  private static String first(Map<String, String> options, String... names) {
    for (String name : names) {
      if (options.containsKey(name)) {
        return options.get(name);
      }
    }
    return "";
  }

  private static void given(Map<String, Outline.Given> all, String id, boolean required, Run run) {
    Outline.Given before = all.get(id);
    if (before == null || (required && !before.required())) {
      all.put(id, new Outline.Given(id, required, before == null ? lines(run) : before.lines()));
    }
  }
}
