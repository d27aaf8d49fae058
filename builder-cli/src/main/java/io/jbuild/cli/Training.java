package io.jbuild.cli;

import io.jbuild.core.sandbox.Helper;
import io.jbuild.core.sandbox.IdMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a JVM runs whose classes go into the AOT cache: the everyday commands, on a store and a
 * context of its own. Nothing here is reachable from the command line.
 */
final class Training {
  /** Something for most rules to find. */
  private static final String CHECKED =
      """
      FROM a as b
      ENV A=1 B=$A
      ARG D
      # hadolint ignore=DL3000
      WORKDIR e
      LABEL F=g
      EXPOSE 80
      RUN apt-get update && apt-get install x "y$A" $(z) | w
      RUN if [ a = b ]; then pip install c; yarn install; fi
      ADD h /i
      COPY --from=b $C /
      USER j
      ONBUILD RUN sudo k
      HEALTHCHECK CMD l
      CMD a
      """;

  private Training() {}

  public static void main(String[] args) throws Exception {
    Path scratch = Path.of(args[0]);
    Path context = Files.createDirectories(scratch.resolve("context/files"));
    Files.writeString(context.resolve("a.txt"), "a\n");
    String base = scratch.resolve("base.tar").toString();
    String folder = scratch.resolve("context").toString();
    List<String> store = List.of("--root", scratch.resolve("store").toString());

    Files.writeString(scratch.resolve("context/Dockerfile"), "FROM scratch\nCOPY files/ /files/\n");
    boolean good = run(store, "build", "-o", "type=tar,dest=" + base, folder);
    good &= run(store, "import", "--change", "ENV A=1", base, "training/base:1");
    Files.writeString(scratch.resolve("context/Dockerfile"), dockerfile(folder));
    for (int i = 0; i < 2; i++) {
      good &= run(store, "build", "-t", "training:1", "--build-arg", "VERSION=3", folder);
    }
    good &= run(store, "plan", folder);
    good &= run(store, "image", "ls");
    String checked = scratch.resolve("checked").toString();
    Files.writeString(Path.of(checked), CHECKED);
    for (String format : List.of("text", "json")) {
      good &= Main.run(new String[] {"check", "--format=" + format, checked}) == 1;
    }
    good &= Main.run(new String[] {"parse", checked}) == 0;
    good &= Main.run(new String[] {"format", "--diff", checked}) == 0;
    // Not halt: the JVM writes its cache on the way out.
    System.exit(good ? 0 : 1);
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

  /** The only program at hand that runs in an empty root is the helper itself. */
  private static String dockerfile(String folder) throws IOException {
    String text =
        """
        ARG VERSION=1
        FROM training/base:1 AS build
        WORKDIR /src
        COPY files/ .
        %s
        FROM training/base:1
        ARG VERSION
        ENV V=${VERSION:-2}
        LABEL a=b
        COPY --from=build --chmod=644 /src/ /out/
        CMD ["/out/a"]
        """;
    if (!IdMap.isEntered()) {
      return text.formatted("");
    }
    Files.copy(Helper.installed().program(), Path.of(folder, "files", "helper"));
    return text.formatted("RUN [\"/src/helper\", \"rm-rf\", \"/none\"]");
  }
}
