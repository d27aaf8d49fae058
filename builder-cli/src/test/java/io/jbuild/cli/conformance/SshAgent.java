package io.jbuild.cli.conformance;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An ssh agent without keys, of the user that builds; it lives as long as it is open. */
record SshAgent(Process process, Path socket) implements Closeable {
  private static final int SECONDS = 10;

  static SshAgent start(Launcher launcher, Path folder) throws IOException, InterruptedException {
    Path socket = folder.resolve("agent");
    Process process =
        new ProcessBuilder(launcher.asUser(List.of("ssh-agent", "-a", socket.toString(), "cat")))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    for (int waited = 0; !Files.exists(socket); waited++) {
      if (waited > 10 * SECONDS || !process.isAlive()) {
        process.destroy();
        throw new IOException("ssh-agent does not start");
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return new SshAgent(process, socket);
  }

  @Override
  public void close() throws IOException {
    process.descendants().forEach(ProcessHandle::destroy);
    process.getOutputStream().close();
  }
}
