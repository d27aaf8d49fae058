package io.jbuild.cli.lsp;

import io.jbuild.cli.check.ShellCheck;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.services.LanguageClient;

/** One client, from its first message to its end. */
public final class LanguageSession {
  private LanguageSession() {}

  /**
   * Serves a client until it says that it ends, or is gone.
   *
   * @param in its messages
   * @param out takes ours, and must take nothing else
   * @param home of the calling user, for configurations
   * @param store whose images are proposed
   * @param docs folder of the pages about jbuild's own rules
   * @param shellCheck the program, if it is to be asked
   * @param version of jbuild
   * @return the exit code that the protocol asks for: 0 after {@code shutdown}, else 1
   */
  public static int serve(
      InputStream in,
      OutputStream out,
      Path home,
      Path store,
      Optional<Path> docs,
      Optional<ShellCheck> shellCheck,
      String version)
      throws InterruptedException {
    var ended = new CompletableFuture<Integer>();
    var server = new DockerfileServer(home, store, docs, shellCheck, version, ended::complete);
    Launcher<LanguageClient> launcher =
        new SessionLauncher()
            .setLocalService(server)
            .setRemoteInterface(LanguageClient.class)
            .setInput(in)
            .setOutput(out)
            .create();
    server.connect(launcher.getRemoteProxy());
    Future<Void> listening = launcher.startListening();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                listening.get();
              } catch (InterruptedException | ExecutionException e) {
                // The connection is broken: the client is gone all the same.
              }
              ended.complete(server.isShutDown() ? 0 : 1);
            });
    try {
      return ended.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
