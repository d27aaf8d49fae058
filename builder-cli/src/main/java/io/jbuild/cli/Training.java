package io.jbuild.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a JVM runs whose classes go into the AOT cache: the everyday commands, on a store and a
 * context of its own. Nothing here is reachable from the command line.
 */
final class Training {
  private Training() {}

  public static void main(String[] args) throws Exception {
    Path scratch = Path.of(args[0]);
    Path context = Files.createDirectories(scratch.resolve("context/files"));
    Files.writeString(context.resolve("a.txt"), "a\n");
    Files.writeString(
        scratch.resolve("context/Dockerfile"),
        """
        ARG VERSION=1
        FROM scratch AS build
        WORKDIR /src
        COPY files/ .
        FROM scratch
        ARG VERSION
        ENV V=${VERSION:-2}
        LABEL a=b
        COPY --from=build --chmod=644 /src/ /out/
        CMD ["/out/a"]
        """);
    String store = scratch.resolve("store").toString();
    String folder = scratch.resolve("context").toString();
    boolean good = true;
    for (List<String> command :
        List.of(
            List.of("--root", store, "-t", "training:1", "--build-arg", "VERSION=3", folder),
            List.of("--root", store, "-t", "training:1", "--progress=plain", folder),
            List.of("plan", "--root", store, folder),
            List.of("image", "ls", "--root", store))) {
      good &= Main.run(command.toArray(String[]::new)) == 0;
    }
    // Not halt: the JVM writes its cache on the way out.
    System.exit(good ? 0 : 1);
  }
}
