package io.jbuild.core.remote;

import io.jbuild.core.registry.ProcessRunner;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs {@code git} as the calling user. What goes over the network uses that user's own git and ssh
 * configuration, so that what {@code git fetch} can reach can be reached here; what writes files
 * uses none, so that no filter and no hook runs and everyone gets the same bytes.
 */
final class GitProgram {
  /** Repositories of other kinds ({@code file}, {@code ext}) are never asked. */
  private static final String PROTOCOLS = "http:https:ssh:git";

  private static final Duration LOCAL_LIMIT = Duration.ofMinutes(30);
  private static final int TIMED_OUT = 124;
  private static final int NOT_FOUND = 127;

  /** A credential comes on standard input, where no list of processes shows it. */
  private static final String SCRIPT =
      """
      umask 022
      IFS= read -r credential || :
      if [ -n "$credential" ]; then
        export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0="http.$1.extraHeader"
        export GIT_CONFIG_VALUE_0="Authorization: $credential"
      fi
      export GIT_SSH_COMMAND="${GIT_SSH_COMMAND:-ssh -o BatchMode=yes -o ConnectTimeout=20}"
      shift
      exec "$@" </dev/null
      """;

  /** What a git that jbuild was started from may have set, and must not reach ours. */
  private static final List<String> UNSET =
      List.of(
          "GIT_DIR",
          "GIT_WORK_TREE",
          "GIT_INDEX_FILE",
          "GIT_OBJECT_DIRECTORY",
          "GIT_ALTERNATE_OBJECT_DIRECTORIES",
          "GIT_COMMON_DIR",
          "GIT_NAMESPACE",
          "GIT_CONFIG",
          "GIT_CONFIG_PARAMETERS",
          "GIT_ATTR_SOURCE",
          "GIT_TEMPLATE_DIR",
          "GIT_EXTERNAL_DIFF",
          "GIT_SHALLOW_FILE");

  private final ProcessRunner asCaller;

  GitProgram(ProcessRunner asCaller) {
    this.asCaller = asCaller;
  }

  /**
   * A credential for a server.
   *
   * @param scope the beginning of the addresses that it goes to
   * @param authorization a whole {@code Authorization}
   */
  record Credential(String scope, String authorization) {
    @Override
    public String toString() {
      return "credential for " + scope;
    }
  }

  /** How a command ended. */
  record Outcome(int status, byte[] output, String errors) {
    boolean ok() {
      return status == 0;
    }

    String text() {
      return new String(output, StandardCharsets.UTF_8);
    }
  }

  /** Asks a server, as the user is configured. */
  Outcome remote(
      Optional<Path> repository,
      Optional<Credential> credential,
      Duration limit,
      List<String> arguments)
      throws IOException {
    List<String> environment = new ArrayList<>(List.of("GIT_ALLOW_PROTOCOL=" + PROTOCOLS));
    repository.ifPresent(path -> environment.add("GIT_DIR=" + path));
    List<String> options =
        List.of("-c", "http.lowSpeedLimit=1000", "-c", "http.lowSpeedTime=60", "-c", "gc.auto=0");
    return run(environment, credential, limit, List.of(), options, arguments);
  }

  /**
   * Works on this machine alone, without any configuration but the repository's own, which is ours.
   *
   * @param index a file for the index; the repository's own if absent
   */
  Outcome local(
      Path repository, Optional<Path> workTree, Optional<Path> index, List<String> arguments)
      throws IOException {
    List<String> environment = new ArrayList<>(localEnvironment(repository));
    workTree.ifPresent(path -> environment.add("GIT_WORK_TREE=" + path));
    index.ifPresent(path -> environment.add("GIT_INDEX_FILE=" + path));
    return run(environment, Optional.empty(), LOCAL_LIMIT, List.of(), List.of(), arguments);
  }

  private static List<String> localEnvironment(Path repository) {
    return List.of(
        "GIT_ALLOW_PROTOCOL=file",
        "GIT_CONFIG_NOSYSTEM=1",
        "GIT_CONFIG_SYSTEM=/dev/null",
        "GIT_CONFIG_GLOBAL=/dev/null",
        "GIT_ATTR_NOSYSTEM=1",
        "GIT_NO_REPLACE_OBJECTS=1",
        "XDG_CONFIG_HOME=/dev/null",
        "GIT_DIR=" + repository);
  }

  /**
   * What a commit's files come to, as two numbers: their count, folders included, and their bytes.
   * Counting ends beyond the most that is asked for: equal folders in equal folders stand for any
   * number of files.
   */
  Outcome size(Path repository, String commit, CheckoutBounds most) throws IOException {
    String count =
        "{ n++; s += $4; if (n > %d || s > %d) exit } END { printf \"%%.0f %%.0f\\n\", n, s }"
            .formatted(most.files(), most.bytes());
    return run(
        localEnvironment(repository),
        Optional.empty(),
        LOCAL_LIMIT,
        List.of("sh", "-c", "\"$@\" | awk '" + count + "'", "sh"),
        List.of(),
        List.of("ls-tree", "-r", "-t", "-l", "--full-tree", commit));
  }

  private Outcome run(
      List<String> environment,
      Optional<Credential> credential,
      Duration limit,
      List<String> wrapper,
      List<String> options,
      List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", SCRIPT, "git"));
    command.add(credential.map(Credential::scope).orElse(""));
    command.add("env");
    UNSET.forEach(name -> command.addAll(List.of("-u", name)));
    command.addAll(environment);
    command.addAll(List.of("LC_ALL=C", "GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0"));
    command.addAll(wrapper);
    command.addAll(List.of("timeout", Long.toString(limit.toSeconds())));
    command.addAll(List.of("git", "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false"));
    command.addAll(options);
    command.addAll(arguments);
    String input = credential.map(Credential::authorization).orElse("") + "\n";
    ProcessRunner.Result result = asCaller.run(command, input.getBytes(StandardCharsets.UTF_8));
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted");
    }
    String errors = new String(result.errors(), StandardCharsets.UTF_8);
    if (result.status() == NOT_FOUND) {
      throw new RemoteException(
          "git repositories need the program `git`, which is not installed here", "install `git`");
    }
    if (result.status() == TIMED_OUT) {
      throw new RemoteException(
          "git did not end within " + limit.toSeconds() + " seconds",
          "check the network, and that the server answers");
    }
    return new Outcome(result.status(), result.output(), errors);
  }

  /** The end of what git says, fit to be shown. */
  static String said(Outcome outcome) {
    String last = "";
    for (String line : outcome.errors().split("\n")) {
      String text = line.strip();
      if (text.startsWith("fatal:") || text.startsWith("error:") || last.isEmpty()) {
        last = text.replaceFirst("^(fatal|error): ", "");
      }
    }
    return shown(last);
  }

  /** Text of a program or a server, fit to be shown: one line without control characters. */
  static String shown(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", " ").replaceAll("://[^/@ ]*@", "://");
    return clean.length() > 300 ? clean.substring(0, 300) + "…" : clean;
  }
}
