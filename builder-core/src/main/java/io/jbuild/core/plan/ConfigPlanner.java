package io.jbuild.core.plan;

import io.jbuild.grammar.Arg;
import io.jbuild.grammar.ArgDeclaration;
import io.jbuild.grammar.Cmd;
import io.jbuild.grammar.Command;
import io.jbuild.grammar.Entrypoint;
import io.jbuild.grammar.Env;
import io.jbuild.grammar.ExecCommand;
import io.jbuild.grammar.Expose;
import io.jbuild.grammar.Healthcheck;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.KeyValue;
import io.jbuild.grammar.Label;
import io.jbuild.grammar.Maintainer;
import io.jbuild.grammar.Onbuild;
import io.jbuild.grammar.Shell;
import io.jbuild.grammar.ShellCommand;
import io.jbuild.grammar.Stopsignal;
import io.jbuild.grammar.User;
import io.jbuild.grammar.Volume;
import io.jbuild.grammar.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Folds the instructions that change no file into the config. */
final class ConfigPlanner {
  /** ARGs for BuildKit's SBOM scanner, which no command sees. */
  private static final Set<String> NOT_FOR_COMMANDS =
      Set.of("BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE");

  private final StagePlanner.Context context;
  private final StageState state;
  private final ConfigDraft config;

  ConfigPlanner(StagePlanner.Context context, StageState state) {
    this.context = context;
    this.state = state;
    this.config = state.config;
  }

  void plan(Instruction instruction) {
    switch (instruction) {
      case Arg arg -> arg(arg);
      case Env env -> env(env);
      case Label label -> label(label);
      case Maintainer maintainer -> maintainer(maintainer);
      case User user -> user(user);
      case Shell shell -> shell(shell);
      case Cmd cmd -> cmd(cmd);
      case Entrypoint entrypoint -> entrypoint(entrypoint);
      case Expose expose -> expose(expose);
      case Volume volume -> volume(volume);
      case Stopsignal stopsignal -> stopsignal(stopsignal);
      case Healthcheck healthcheck -> healthcheck(healthcheck);
      case Onbuild onbuild -> config.onBuild.add(onbuild.text());
      default -> throw new IllegalStateException(instruction.keyword() + " is no config");
    }
  }

  /** Each declaration sees those before it, as the commands after it will. */
  private void arg(Arg arg) {
    var text = new StringBuilder("ARG");
    for (ArgDeclaration declaration : arg.declarations()) {
      String name = declaration.name().text();
      Optional<String> value = value(name, declaration.defaultValue());
      if (!NOT_FOR_COMMANDS.contains(name)) {
        value.ifPresent(v -> state.setVariable(name, v));
      }
      state.args.put(name, value.orElse(""));
      text.append(' ').append(name).append(value.map(v -> "=" + v).orElse(""));
    }
    state.addEmptyLayer(text.toString());
  }

  private Optional<String> value(String name, Optional<Word> defaultValue) {
    String given = context.args().buildArgs().get(name);
    if (given != null) {
      return Optional.of(given);
    }
    if (defaultValue.isPresent()) {
      return Optional.of(context.words(state).expand(defaultValue.get()));
    }
    return Optional.ofNullable(context.args().values().get(name));
  }

  private void env(Env env) {
    Words words = context.words(state);
    var text = new StringBuilder("ENV");
    for (KeyValue pair : env.variables()) {
      String name = words.expand(pair.key());
      String value = words.expand(pair.value());
      if (words.failed()) {
        return;
      }
      if (name.isEmpty()) {
        context
            .findings()
            .error(
                "blank-name",
                context.source(),
                pair.key().range(),
                "the name of an ENV variable is blank");
        return;
      }
      config.putEnv(name, value);
      state.setVariable(name, value);
      text.append(' ').append(name).append('=').append(value);
    }
    state.addEmptyLayer(text.toString());
  }

  private void label(Label label) {
    Words words = context.words(state);
    var text = new StringBuilder("LABEL");
    for (KeyValue pair : label.labels()) {
      String key = words.expand(pair.key());
      String value = words.expand(pair.value());
      config.labels.put(key, value);
      text.append(' ').append(key).append('=').append(value);
    }
    state.addEmptyLayer(text.toString());
  }

  private void maintainer(Maintainer maintainer) {
    state.author = maintainer.name();
    state.addEmptyLayer("MAINTAINER " + maintainer.name());
  }

  private void user(User user) {
    config.user = context.words(state).expand(user.user());
    state.userPlace =
        Optional.of(
            new StepPlace(StepPlace.Role.USER, config.user, context.source(), user.user().range()));
    state.addEmptyLayer("USER " + config.user);
  }

  private void shell(Shell shell) {
    config.shell = shell.arguments();
    state.addEmptyLayer("SHELL " + GoText.list(shell.arguments()));
  }

  private void cmd(Cmd cmd) {
    List<String> arguments = arguments(cmd.command());
    config.cmd = present(arguments);
    config.argsEscaped = true;
    state.cmdGiven = true;
    state.addEmptyLayer("CMD " + GoText.quotedList(arguments));
  }

  private void entrypoint(Entrypoint entrypoint) {
    List<String> arguments = arguments(entrypoint.command());
    config.entrypoint = present(arguments);
    if (!state.cmdGiven) {
      config.cmd = Optional.empty();
    }
    state.addEmptyLayer("ENTRYPOINT " + GoText.quotedList(arguments));
  }

  private List<String> arguments(Command command) {
    return switch (command) {
      case ExecCommand exec -> exec.arguments();
      case ShellCommand shell -> config.withShell(shell.text());
    };
  }

  /** An empty list resets the base's, and is left out of the config. */
  private static Optional<List<String>> present(List<String> arguments) {
    return arguments.isEmpty() ? Optional.empty() : Optional.of(arguments);
  }

  /** The words are taken in the order of their text, as BuildKit records them. */
  private void expose(Expose expose) {
    Words words = context.words(state);
    var ports = new ArrayList<String>();
    List<Word> sorted = expose.ports().stream().sorted(Comparator.comparing(Word::text)).toList();
    for (Word word : sorted) {
      for (String text : words.expandAndSplit(word)) {
        try {
          ports.addAll(Ports.parse(text));
        } catch (IllegalArgumentException e) {
          context.findings().error("bad-port", context.source(), word.range(), e.getMessage());
        }
      }
    }
    config.exposedPorts.addAll(ports);
    state.addEmptyLayer("EXPOSE " + GoText.list(ports));
  }

  private void volume(Volume volume) {
    Words words = context.words(state);
    var paths = new ArrayList<String>();
    for (Word word : volume.paths()) {
      String path = words.expand(word);
      if (path.isEmpty() && !words.failed()) {
        context
            .findings()
            .error(
                "blank-volume",
                context.source(),
                word.range(),
                "the path of a VOLUME is blank",
                "name a directory, for example `/data`");
      }
      paths.add(path);
    }
    config.volumes.addAll(paths);
    state.addEmptyLayer("VOLUME " + GoText.list(paths));
  }

  private void stopsignal(Stopsignal stopsignal) {
    Words words = context.words(state);
    String signal = words.expand(stopsignal.signal());
    if (!words.failed() && !Signals.isSignal(signal)) {
      context
          .findings()
          .error(
              "bad-signal",
              context.source(),
              stopsignal.signal().range(),
              "`" + signal + "` is not a signal",
              "expected a name such as `SIGTERM` or a number");
    }
    config.stopSignal = signal;
    state.addEmptyLayer("STOPSIGNAL " + signal);
  }

  /** The image holds only what is given. */
  private void healthcheck(Healthcheck instruction) {
    var check =
        new io.jbuild.core.image.Healthcheck(
            instruction.command().map(ConfigPlanner::test).orElse(List.of("NONE")),
            nanoseconds(instruction, "interval"),
            nanoseconds(instruction, "timeout"),
            nanoseconds(instruction, "start-period"),
            nanoseconds(instruction, "start-interval"),
            instruction.retries().orElse(0));
    config.healthcheck = Optional.of(check);
    state.addEmptyLayer("HEALTHCHECK " + GoText.healthcheck(check));
  }

  private static List<String> test(Command command) {
    return switch (command) {
      case ShellCommand shell -> List.of("CMD-SHELL", shell.text());
      case ExecCommand exec -> {
        var test = new ArrayList<>(List.of("CMD"));
        test.addAll(exec.arguments());
        yield test;
      }
    };
  }

  private static long nanoseconds(Healthcheck check, String flag) {
    return check.duration(flag).map(Duration::toNanos).orElse(0L);
  }
}
