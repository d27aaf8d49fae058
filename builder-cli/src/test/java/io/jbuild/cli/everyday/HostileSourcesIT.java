package io.jbuild.cli.everyday;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Contexts, archives and images that mean harm: they are refused, or do none. */
class HostileSourcesIT {
  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"ROOT", "SUBUID"})
  void archivesThatComeToTooMuchAreRefusedAndLeaveNothing(Mode mode) throws IOException {
    Installation user = Installation.fresh(mode);
    Path tars = Workspace.folder("bombs");
    Command.ok(
        "sh",
        "-euc",
        """
        cd "$1"
        printf 'FROM scratch\\nCOPY . /\\n' > Dockerfile
        head -c 3000000 /dev/zero > zeros
        tar -czf zeros.tar.gz Dockerfile zeros
        truncate -s 3000000 holes
        tar -cSf holes.tar Dockerfile holes
        rm zeros holes
        """,
        "sh",
        tars.toString());
    Context adds = Context.of("FROM scratch\nADD zeros.tar.gz /\n").with("later", "");
    Files.copy(tars.resolve("zeros.tar.gz"), adds.folder().resolve("zeros.tar.gz"));

    for (String input : List.of("zeros.tar.gz", "holes.tar")) {
      refused(user, "build - < '" + tars.resolve(input) + "'");
    }
    refused(user, "build '" + adds.folder() + "'");
    Path base = user.home().resolve("bomb.tar.gz");
    Files.copy(tars.resolve("zeros.tar.gz"), base);
    refused(user, "import '" + base + "' bomb:1");

    try (Stream<Path> left = Files.walk(user.store())) {
      List<Path> large =
          left.filter(file -> Files.isRegularFile(file) && size(file) > 500_000).toList();
      assertEquals(List.of(), large);
    }
    Command meant =
        shell(user, "JBUILD_MOST_UNPACKED=4m", "build - < '" + tars.resolve("zeros.tar.gz") + "'");
    meant.succeeded();
  }

  private static void refused(Installation user, String arguments) {
    String said = shell(user, "JBUILD_MOST_UNPACKED=1m", arguments).exits(1).err();
    assertTrue(said.contains("was not read further"), arguments + ": " + said);
    assertTrue(said.contains("set `JBUILD_MOST_UNPACKED=200g`"), said);
  }

  private static Command shell(Installation user, String variable, String arguments) {
    List<String> words = new ArrayList<>(user.words());
    words.add(words.indexOf(Workspace.launcher().toString()), variable);
    String command = String.join(" ", words.stream().map(word -> "'" + word + "'").toList());
    return Command.run(List.of("sh", "-c", command + " " + arguments), Map.of(), user.home());
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void linksOfAnImageLeadNoInstructionOutOfIt(Mode mode) throws IOException {
    Installation user = Installation.shared(mode);
    SmallBase.provide(user);
    Path outside = Workspace.folder("outside");
    Files.setPosixFilePermissions(outside, PosixFilePermissions.fromString("rwxrwxrwx"));
    Context context =
        Context.of(
                """
                FROM busybox
                RUN mkdir /l && ln -s %1$s /l/abs && ln -s ../../../../../..%1$s /l/up && \\
                    ln -s abs /l/two && ln -s /proc/1/root /l/proc && ln -s /l/proc%1$s /l/deep
                WORKDIR /l/abs/workdir
                RUN echo x > written
                WORKDIR /l/up/a/../b
                WORKDIR ../c
                WORKDIR /l/two/d
                COPY file /l/abs/
                COPY file /l/up/copied
                COPY --link file /linked/
                COPY --parents file /l/abs/p/
                ADD archive.tar /l/up/
                ADD archive.tar /l/deep/
                RUN --mount=type=cache,target=/l/abs/cache touch /l/abs/cache/x
                RUN --mount=target=/l/up/bind test -e /l/up/bind/file
                RUN --mount=type=tmpfs,target=/l/two/mem touch /l/two/mem/x
                WORKDIR /
                RUN find %1$s | sort > /found
                """
                    .formatted(outside))
            .with("file", "f");
    Path tar = context.folder().resolve("archive.tar");
    Command.ok("tar", "-cf", tar.toString(), "-C", context.folder().toString(), "file");

    String name = "links-" + mode.user();
    user.build(context.folder(), name);

    try (Stream<Path> files = Files.list(outside)) {
      assertEquals(List.of(), files.toList());
    }
    String found = user.run(name, "cat", "/found");
    for (String made : List.of("workdir/written", "b", "c", "d", "file", "copied", "p/file")) {
      assertTrue(found.contains(outside + "/" + made + "\n"), made + " in " + found);
    }
    assertFalse(found.contains("/cache/x"), found);
  }
}
