package io.jbuild.cli;

import io.jbuild.cli.lsp.LanguageSession;
import io.jbuild.grammar.lint.RuleSet;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jbuild lsp}: the language server. */
@Command(
    name = "lsp",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Serves an editor by the language server protocol, over standard input and output unless"
            + " told otherwise. Ends when the editor does.")
final class LspCommand implements Callable<Integer> {
  private static final int HIGHEST = 65_535;

  @Option(names = "--stdio", description = "Use standard input and output, as without it.")
  boolean stdio;

  @Option(
      names = "--socket",
      paramLabel = "PORT",
      description =
          "Use a port of the loopback address: connect to the editor that listens there, or else"
              + " listen there for one.")
  Integer port;

  @Mixin StoreOption store;

  @Override
  public Integer call() throws Exception {
    if (port == null) {
      // What the protocol needs is taken away from everything else that prints.
      OutputStream out = new FileOutputStream(FileDescriptor.out);
      System.setOut(new PrintStream(System.err, true));
      return serve(System.in, out);
    }
    if (stdio) {
      throw new UsageException("`--stdio` and `--socket` exclude each other", "leave one out");
    }
    if (port < 1 || port > HIGHEST) {
      throw new UsageException("`--socket=" + port + "` is no port", "try 2089");
    }
    try (Socket socket = connect()) {
      return serve(socket.getInputStream(), socket.getOutputStream());
    }
  }

  private Socket connect() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try {
      return new Socket(loopback, port);
    } catch (ConnectException e) {
      // No editor listens: it is us who do.
      try (var server = new ServerSocket(port, 1, loopback)) {
        System.err.println("jbuild: listening on " + loopback.getHostAddress() + ":" + port);
        return server.accept();
      }
    }
  }

  private int serve(InputStream in, OutputStream out) throws InterruptedException {
    return LanguageSession.serve(
        in,
        out,
        Caller.fromEnvironment().home(),
        store.root(),
        Optional.ofNullable(System.getProperty("jbuild.dist")).map(dist -> Path.of(dist, "docs")),
        RuleOptions.shellCheck(EnumSet.allOf(RuleSet.class), false),
        Version.number());
  }
}
