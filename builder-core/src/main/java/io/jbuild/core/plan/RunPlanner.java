package io.jbuild.core.plan;

import io.jbuild.grammar.ExecCommand;
import io.jbuild.grammar.Heredoc;
import io.jbuild.grammar.Run;
import io.jbuild.grammar.ShellCommand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Plans RUN. */
final class RunPlanner {
  /** The name of the machine that a RUN sees, unless BUILDKIT_SANDBOX_HOSTNAME gives another. */
  static final String DEFAULT_HOSTNAME = "buildkitsandbox";

  private static final String AGENT_VARIABLE = "SSH_AUTH_SOCK";
  private static final String SCRIPT_FOLDER = "/dev/pipes/";
  private static final int SCRIPT_MODE = 0755;
  private static final List<String> PROXIES =
      List.of("HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY");

  private final StagePlanner.Context context;
  private final StageState state;

  RunPlanner(StagePlanner.Context context, StageState state) {
    this.context = context;
    this.state = state;
  }

  void plan(Run run) {
    var flags = new RunFlags(context, state);
    if (!flags.read(run)) {
      return;
    }
    Optional<Step.InlineFile> script = script(run);
    List<String> arguments = arguments(run, script);
    String workdir = state.config.workingDir.isEmpty() ? "/" : state.config.workingDir;
    var step =
        new Step.RunCommand(
            state.step,
            state.platform,
            arguments,
            environment(flags.mounts()),
            proxyEnvironment(),
            state.config.user,
            workdir,
            new Step.Confinement(
                flags.network(),
                flags.insecure(),
                context
                    .args()
                    .buildArgs()
                    .getOrDefault("BUILDKIT_SANDBOX_HOSTNAME", DEFAULT_HOSTNAME),
                List.copyOf(context.request().hosts())),
            flags.mounts(),
            script);
    List<StepPlace> places = new ArrayList<>(state.userPlaces());
    places.addAll(flags.places());
    state.addLayer(step, createdBy(arguments), title(run), context.source(), run.range(), places);
  }

  /** The variables; the first ssh mount tells programs where its socket is. */
  private List<String> environment(List<RunMount> mounts) {
    List<String> environment = new ArrayList<>(ConfigDraft.entries(state.variables().entrySet()));
    if (!state.variables().containsKey(AGENT_VARIABLE)) {
      mounts.stream()
          .filter(RunMount.Ssh.class::isInstance)
          .findFirst()
          .ifPresent(ssh -> environment.add(AGENT_VARIABLE + "=" + ((RunMount.Ssh) ssh).target()));
    }
    return environment;
  }

  /** A single here-document that begins with {@code #!} is a program of its own. */
  private static Optional<Step.InlineFile> script(Run run) {
    return run.script()
        .filter(heredoc -> heredoc.data().startsWith("#!"))
        .map(
            heredoc ->
                new Step.InlineFile(SCRIPT_FOLDER + heredoc.name(), heredoc.data(), SCRIPT_MODE));
  }

  private List<String> arguments(Run run, Optional<Step.InlineFile> script) {
    return switch (run.command()) {
      case ExecCommand exec -> exec.arguments();
      case ShellCommand shell -> state.config.withShell(shellText(run, shell, script));
    };
  }

  /**
   * What the shell gets: of a here-document that stands alone its body, so that the form works with
   * shells that know none; else the line with its here-documents put back.
   */
  private static String shellText(Run run, ShellCommand shell, Optional<Step.InlineFile> script) {
    if (script.isPresent()) {
      return script.get().path();
    }
    if (run.script().isPresent()) {
      return run.script().get().data();
    }
    var text = new StringBuilder(shell.text());
    for (Heredoc heredoc : run.heredocs()) {
      text.append('\n').append(heredoc.content()).append(heredoc.name());
    }
    return text.toString();
  }

  /** The declared ARGs with their values, then the command: {@code RUN |1 A=b /bin/sh -c make}. */
  private String createdBy(List<String> arguments) {
    var text = new StringBuilder("RUN");
    if (!state.args.isEmpty()) {
      text.append(" |").append(state.args.size());
      state.args.forEach(
          (name, declared) ->
              text.append(' ')
                  .append(name)
                  .append('=')
                  .append(state.variables().getOrDefault(name, declared)));
    }
    return text.append(' ').append(String.join(" ", arguments)).append(" # buildkit").toString();
  }

  /** Proxy variables of the build args in both spellings, but for those that are declared. */
  private List<String> proxyEnvironment() {
    Map<String, String> proxies = new LinkedHashMap<>();
    new TreeMap<>(context.args().buildArgs())
        .forEach(
            (name, value) -> {
              for (String proxy : PROXIES) {
                if (proxy.equalsIgnoreCase(name)) {
                  proxies.put(proxy, value);
                }
              }
            });
    var environment = new ArrayList<String>();
    proxies.forEach(
        (name, value) -> {
          for (String spelling : List.of(name, name.toLowerCase(java.util.Locale.ROOT))) {
            if (!value.isEmpty() && !state.variables().containsKey(spelling)) {
              environment.add(spelling + "=" + value);
            }
          }
        });
    return environment;
  }

  private static String title(Run run) {
    String original = run.original();
    String text = "RUN" + original.substring(Math.min(original.length(), run.keyword().length()));
    if (run.script().isEmpty()) {
      return text;
    }
    String body = run.script().get().data().strip();
    return text
        + " ("
        + body.lines().findFirst().orElse("")
        + (body.indexOf('\n') < 0 ? ")" : "…)");
  }
}
