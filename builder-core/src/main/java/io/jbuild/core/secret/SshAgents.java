package io.jbuild.core.secret;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * The agents of a build while it runs. For key files an agent of this build's own is started when a
 * command first asks; it ends with this process, however that ends.
 */
public final class SshAgents implements Closeable {
  private static final int START_MILLIS = 5000;

  private final SshSources sources;
  private final UnaryOperator<List<String>> asCaller;
  private final Map<String, Path> sockets = new HashMap<>();
  private final List<Process> started = new ArrayList<>();
  private Path folder;

  /**
   * Starts nothing yet.
   *
   * @param asCaller makes of a command line one that runs as the calling user
   */
  public SshAgents(SshSources sources, UnaryOperator<List<String>> asCaller) {
    this.sources = sources;
    this.asCaller = asCaller;
  }

  /**
   * The socket of an agent; nothing when the build was given none of that id.
   *
   * @throws SecretException when keys or agent are not there, or no agent can be started for them
   */
  public synchronized Optional<Path> socket(String id) throws IOException, InterruptedException {
    List<Path> paths = sources.paths().get(id);
    if (paths == null) {
      return Optional.empty();
    }
    Path known = sockets.get(id);
    if (known == null) {
      known = isSocket(id, paths) ? paths.getFirst() : start(id, paths);
      sockets.put(id, known);
    }
    return Optional.of(known);
  }

  private static boolean isSocket(String id, List<Path> paths) throws IOException {
    for (Path path : paths) {
      if (!Files.exists(path)) {
        throw new SecretException(
            "there is no `" + path + "` for the ssh agent `" + id + "`",
            "name an agent's socket or a private key: `--ssh " + id + "=PATH`");
      }
    }
    return paths.size() == 1
        && !Files.isRegularFile(paths.getFirst())
        && !Files.isDirectory(paths.getFirst());
  }

  private Path start(String id, List<Path> keys) throws IOException, InterruptedException {
    if (folder == null) {
      folder = Files.createTempDirectory("jbuild-agent");
    }
    Path socket = folder.resolve(Integer.toString(started.size()));
    // An agent that was given a command lives as long as that, and `cat` as long as its input.
    Process agent = process(List.of("ssh-agent", "-a", socket.toString(), "cat"), Map.of());
    started.add(agent);
    agent.getErrorStream().close();
    for (int waited = 0; !Files.exists(socket); waited += 10) {
      if (waited > START_MILLIS || !agent.isAlive()) {
        throw new SecretException(
            "no ssh agent could be started for the keys of `" + id + "`",
            "install it (Debian: `apt-get install openssh-client`), or name the socket of one");
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    for (Path key : keys) {
      add(id, key, socket);
    }
    return socket;
  }

  private void add(String id, Path key, Path socket) throws IOException, InterruptedException {
    Process add =
        process(
            List.of("ssh-add", "-q", key.toAbsolutePath().toString()),
            Map.of("SSH_AUTH_SOCK", socket.toString(), "SSH_ASKPASS_REQUIRE", "never"));
    add.getOutputStream().close();
    String said = new String(add.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    if (add.waitFor() != 0) {
      throw new SecretException(
          "the key `"
              + key
              + "` of the ssh agent `"
              + id
              + "` cannot be used: "
              + said.strip().replace('\n', ' '),
          "a key with a passphrase needs an agent of yours: `ssh-add` it, then `--ssh " + id + "`");
    }
  }

  private Process process(List<String> command, Map<String, String> environment)
      throws SecretException {
    var builder = new ProcessBuilder(asCaller.apply(command));
    builder.environment().putAll(environment);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new SecretException(
          "`" + command.getFirst() + "` cannot be started: " + e.getMessage(),
          "install it (Debian: `apt-get install openssh-client`), or name the socket of an agent");
    }
  }

  /** Ends the agents that were started. */
  @Override
  public synchronized void close() throws IOException {
    for (Process agent : started) {
      agent.getOutputStream().close();
      try {
        // ssh-agent looks for its command every ten seconds; nobody wants to wait for that.
        agent.descendants().forEach(ProcessHandle::destroy);
        agent.waitFor(START_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (folder != null) {
      for (int i = 0; i < started.size(); i++) {
        Files.deleteIfExists(folder.resolve(Integer.toString(i)));
      }
      Files.deleteIfExists(folder);
    }
  }
}
