package io.jbuild.cli;

import io.jbuild.cli.lsp.LanguageSession;
import io.jbuild.core.layer.ContentSource;
import io.jbuild.core.sandbox.Helper;
import io.jbuild.core.sandbox.IdMap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What a JVM runs whose classes go into an AOT cache: {@code builds}, nothing but builds, their
 * command lines of the plain form, on a store and a context of its own; {@code commands}, the other
 * everyday commands too; {@code edits}, a session of an editor. Nothing here is reachable from the
 * command line.
 */
final class Training {
  /** Something for most rules to find. */
  private static final String CHECKED =
      """
      # syntax=docker/dockerfile:1
      ARG TAG=latest
      ARG UNSEEN=1
      FROM --platform=linux/amd64 debian:${TAG} as Base
      MAINTAINER me
      LABEL a.b="c" d=e
      ENV A=1 B=$A C="${D:-x}"
      # TOKEN of the build
      ARG TOKEN BUILD_DATE=now
      WORKDIR src
      COPY . .
      # hadolint ignore=DL3008
      RUN apt-get update && apt-get install -y --no-install-recommends curl=1 git \\
            # a remark
          && curl -fsSL "https://x/$UNSEEN" | tar xz -C /opt; \\
          if [ -f x ]; then cd /x || exit 1; fi
      RUN --mount=type=cache,target=/root/.cache --mount=type=secret,id=s pip install -r r.txt
      RUN npm install && yarn global add x && apk add y && gem install z && sudo ls | wc -l
      RUN <<EOF
      for i in 1 2; do echo "$i $(date)" > /tmp/$i; done
      EOF
      ADD --chown=1:1 x.tar.gz https://x/y /opt/
      EXPOSE 80/TCP 8080
      VOLUME ["/data"]
      USER root
      STOPSIGNAL SIGTERM
      SHELL ["/bin/bash", "-o", "pipefail", "-c"]
      ONBUILD RUN echo $A
      HEALTHCHECK --interval=5s CMD curl localhost
      CMD echo a
      ENTRYPOINT ["x"]
      FROM base
      COPY --from=base --chmod=755 /a $E /
      RUN ["a", "b"]
      USER j
      CMD ["a"]
      """;

  private Training() {}

  public static void main(String[] args) throws Exception {
    Path scratch = Path.of(args[1]);
    boolean good =
        switch (args[0]) {
          case "builds" -> builds(scratch);
          case "commands" -> commands(scratch);
          default -> edits(scratch);
        };
    // Not halt: the JVM writes its cache on the way out.
    System.exit(good ? 0 : 1);
  }

  /**
   * Builds alone, without picocli: each class that only something else needs makes every build
   * slower.
   */
  private static boolean builds(Path scratch) throws Exception {
    Path context = Files.createDirectories(scratch.resolve("context/files"));
    Files.writeString(context.resolve("a.txt"), "a\n");
    Files.writeString(scratch.resolve("context/.dockerignore"), "**/*.log\n!kept.log\n");
    String folder = scratch.resolve("context").toString();
    List<String> store = store(scratch);

    Path accounts = Files.createDirectories(scratch.resolve("context/etc"));
    Files.writeString(accounts.resolve("passwd"), "root:x:0:0:root:/root:/bin/sh\n");
    Files.writeString(accounts.resolve("group"), "root:x:0:root\n");
    Files.writeString(
        scratch.resolve("context/Dockerfile"),
        "FROM scratch\nENV A=1\nCOPY files/ /files/\nCOPY etc/ /etc/\n");
    boolean good = run(store, "build", "-t", "training/base:1", folder);
    Files.writeString(scratch.resolve("context/Dockerfile"), dockerfile(folder));
    for (int i = 0; i < 2; i++) {
      good &= run(store, "build", "-t", "training:1", "--build-arg", "VERSION=3", folder);
    }
    good &= run(store, "build", "-q", "--no-cache", "-t", "training:1", folder);
    // A file that a command has made is read; the commands here make none.
    ContentSource.of(context.resolve("a.txt")).open().close();
    String platforms = "linux/amd64,linux/arm64";
    good &= run(store, "build", "-t", "training/both:1", "--platform", platforms, folder);
    // A base that is an index, as most are.
    Path next = scratch.resolve("next");
    Files.writeString(next, "FROM training/both:1\nCOPY files/a.txt /b.txt\n");
    for (int i = 0; i < 2; i++) {
      good &= run(store, "build", "-t", "training:2", "-f", next.toString(), folder);
    }
    // A thread that has ended is what a signal would interrupt.
    Thread.ofPlatform().start(Interruption::endCallingThreadOnSignal).join();
    return good;
  }

  private static boolean commands(Path scratch) throws Exception {
    boolean good = builds(scratch);
    List<String> store = store(scratch);
    String folder = scratch.resolve("context").toString();
    String exported = scratch.resolve("exported.tar").toString();
    good &= run(store, "build", "-o", "type=tar,dest=" + exported, folder);
    good &= run(store, "import", "--change", "ENV A=1", exported, "training/exported:1");
    good &= run(store, "plan", folder);
    good &= run(store, "image", "ls");
    return good & checks(scratch);
  }

  private static List<String> store(Path scratch) {
    return List.of("--root", scratch.resolve("store").toString());
  }

  /** Files of every kind of finding, and more of them than one thread looks at. */
  private static boolean checks(Path scratch) throws IOException {
    String checked = scratch.resolve("checked").toString();
    Files.writeString(Path.of(checked), CHECKED);
    boolean good = true;
    for (String format : List.of("text", "json", "sarif", "github")) {
      List<String> line = new ArrayList<>();
      line.addAll(List.of("check", "--rules=buildkit,hadolint,jbuild", "--format=" + format));
      line.addAll(Collections.nCopies(format.equals("text") ? 1 : 12, checked));
      good &= Main.run(line.toArray(String[]::new)) == 1;
    }
    good &= Main.run(new String[] {"check", "--diff", checked}) == 1;
    good &= Main.run(new String[] {"parse", checked}) == 0;
    good &= Main.run(new String[] {"format", "--diff", checked}) == 0;
    return good;
  }

  /** A short session of an editor. */
  private static boolean edits(Path scratch) throws Exception {
    var answers = new ByteArrayOutputStream();
    try (var questions = new PipedOutputStream();
        var in = new PipedInputStream(questions, 1 << 20)) {
      var session =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return LanguageSession.serve(
                      in,
                      answers,
                      scratch,
                      scratch,
                      Optional.empty(),
                      Optional.empty(),
                      Version.number());
                } catch (InterruptedException e) {
                  return 1;
                }
              });
      String uri = scratch.resolve("checked").toUri().toString();
      send(questions, 1, "initialize", "{\"capabilities\":{}}");
      send(questions, 0, "initialized", "{}");
      send(
          questions,
          0,
          "textDocument/didOpen",
          "{\"textDocument\":{\"uri\":\"%s\",\"languageId\":\"dockerfile\",\"version\":1,\"text\":\"%s\"}}"
              .formatted(
                  uri, CHECKED.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")));
      String file = "{\"textDocument\":{\"uri\":\"" + uri + "\"}";
      String place = file + ",\"position\":{\"line\":3,\"character\":7}}";
      int id = 1;
      for (String method :
          List.of("hover", "completion", "signatureHelp", "definition", "documentHighlight")) {
        send(questions, ++id, "textDocument/" + method, place);
      }
      for (String method :
          List.of("documentSymbol", "foldingRange", "documentLink", "semanticTokens/full")) {
        send(questions, ++id, "textDocument/" + method, file + "}");
      }
      boolean answered = false;
      for (int i = 0; i < 500 && !answered; i++) {
        Thread.sleep(20);
        String all = answers.toString(StandardCharsets.UTF_8);
        answered = all.contains("publishDiagnostics");
        for (int asked = 1; asked <= id; asked++) {
          answered &= all.contains("\"id\":" + asked + ",");
        }
      }
      send(questions, ++id, "shutdown", "null");
      send(questions, 0, "exit", "null");
      return session.get() == 0 && answered;
    }
  }

  private static void send(OutputStream out, int id, String method, String params)
      throws IOException {
    String message =
        "{\"jsonrpc\":\"2.0\","
            + (id == 0 ? "" : "\"id\":" + id + ",")
            + "\"method\":\""
            + method
            + "\",\"params\":"
            + params
            + "}";
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    out.write(("Content-Length: " + bytes.length + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    out.write(bytes);
    out.flush();
  }

  private static boolean run(List<String> store, String command, String... rest) {
    List<String> line = new ArrayList<>();
    line.add(command);
    if (command.equals("image")) {
      line.add(rest[0]);
      line.addAll(store);
    } else {
      line.addAll(store);
      line.addAll(List.of(rest));
    }
    return Main.run(line.toArray(String[]::new)) == 0;
  }

  /**
   * What most Dockerfiles have. The only program at hand that runs in an empty root is the helper
   * itself, which is the shell too.
   */
  private static String dockerfile(String folder) throws IOException {
    String text =
        """
        # syntax=docker/dockerfile:1
        ARG VERSION=1
        FROM training/base:1 AS build
        WORKDIR /src
        # a remark
        COPY files/ .
        %s
        FROM training/base:1
        ARG VERSION
        ENV V=${VERSION:-2} PATH="$PATH:/out"
        LABEL a=b
        COPY --from=build --chmod=644 /src/ /out/
        COPY --chown=root:root files/a.txt etc/group /out/
        COPY <<EOF /out/text
        of $V
        EOF
        USER root
        EXPOSE 80/tcp
        VOLUME ["/data"]
        ENTRYPOINT ["/out/a"]
        CMD echo \\
          a
        """;
    if (!IdMap.isEntered()) {
      return text.formatted("");
    }
    Files.copy(Helper.installed().program(), Path.of(folder, "files", "helper"));
    return text.formatted(
        """
        RUN ["/src/helper", "rm-rf", "/none"]
        SHELL ["/src/helper", "rm-rf"]
        RUN /files
        RUN --mount=type=cache,target=/cache /none\
        """);
  }
}
