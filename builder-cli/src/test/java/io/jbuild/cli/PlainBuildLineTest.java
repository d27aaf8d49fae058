package io.jbuild.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class PlainBuildLineTest {
  private static final List<String> WORDS =
      List.of(
          "-t",
          "--tag",
          "app:1.0",
          "--tag=b:2",
          "-f",
          "--file",
          "Dockerfile.x",
          "--file=y",
          "--target",
          "build",
          "--build-arg",
          "A=1",
          "--build-arg=B=2",
          "--label",
          "a=b",
          "--platform=linux/arm64",
          "--platform",
          "linux/amd64,linux/arm/v7",
          "--annotation=index:a=b",
          "--build-context",
          "base=oci-layout:///x",
          "--network=none",
          "--memory=512m",
          "-m",
          "-c",
          "7",
          "--ulimit=nofile=1:2",
          "--add-host=a:1.2.3.4",
          "--ssh=a=b",
          "--allow",
          "network.host",
          "--shm-size",
          "1g",
          "--secret",
          "id=a,env=B",
          "--secret=id=c,src=d",
          "--no-cache",
          "--no-cache-filter=a,b",
          "--pull",
          "-q",
          "--quiet",
          "--iidfile",
          "id",
          "--metadata-file=m",
          "--progress",
          "plain",
          "--root",
          "/r",
          "-o",
          "type=oci,dest=x.tar",
          "--output=out",
          "-tapp",
          "-qt",
          "--",
          "-",
          "--no-cache=false",
          "--unknown",
          "@file",
          "",
          "\"quoted\"",
          ".",
          "--provenance=false",
          "--help");

  /** What picocli makes of the line; nothing when it refuses it or would print help. */
  private static Optional<BuildCommand> byPicocli(List<String> args) {
    var command = new BuildCommand();
    try {
      var parsed = new CommandLine(command).parseArgs(args.toArray(String[]::new));
      return parsed.isUsageHelpRequested() ? Optional.empty() : Optional.of(command);
    } catch (CommandLine.ParameterException e) {
      return Optional.empty();
    }
  }

  /** Everything that the options of a build can say. */
  private static List<Object> meaning(BuildCommand command) {
    Object request;
    try {
      request = command.request();
    } catch (UsageException e) {
      request = e.getMessage();
    }
    return Arrays.asList(
        request,
        command.store.root,
        command.iidFile,
        command.metadataFile,
        command.progress,
        command.quiet,
        command.check ? "check" : command.call,
        command.options.context);
  }

  private static boolean agrees(List<String> args) {
    Optional<BuildCommand> plain = PlainBuildLine.read(args);
    if (plain.isEmpty()) {
      return false;
    }
    Optional<BuildCommand> full = byPicocli(args);
    assertTrue(full.isPresent(), () -> "picocli refuses " + args);
    assertEquals(meaning(full.get()), meaning(plain.get()), args::toString);
    return true;
  }

  @Test
  void everydayLinesAreOfThePlainForm() {
    for (String line :
        List.of(
            "-t app:1.0 .",
            "--root /r -t app --build-arg A=1 --build-arg B=2 --no-cache ctx",
            "-f docker/Dockerfile --target test --label a=b --platform linux/amd64 .",
            "--check .",
            "--call=outline,format=json --target x .",
            "-q --iidfile id --metadata-file=m --progress plain -o type=oci,dest=x .")) {
      assertTrue(agrees(List.of(line.split(" "))), line);
    }
  }

  @Test
  void bothReadingsOfARandomLineAreEqual() {
    var random = new Random(7);
    int plain = 0;
    for (int i = 0; i < 20_000; i++) {
      List<String> args = new ArrayList<>();
      int length = random.nextInt(6);
      for (int j = 0; j < length; j++) {
        args.add(WORDS.get(random.nextInt(WORDS.size())));
      }
      plain += agrees(args) ? 1 : 0;
    }
    assertTrue(plain > 1000, "lines of the plain form: " + plain);
  }

  /** They decide there which AOT cache a build starts from. */
  @Test
  void launcherKnowsTheSameOptions() throws IOException {
    String launcher = Files.readString(Path.of("..", "jbuild"));
    String cases =
        launcher.substring(launcher.indexOf("is_plain() {"), launcher.indexOf("-*) return 1"));
    Set<String> known =
        Pattern.compile("(?<= )--?[a-z][a-z-]*(?=[ )])")
            .matcher(cases)
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> plain = new TreeSet<>();
    for (var option : new CommandLine(new BuildCommand()).getCommandSpec().options()) {
      for (String name : option.names()) {
        if (PlainBuildLine.read(List.of(name, ".")).isPresent()
            || PlainBuildLine.read(List.of(name, "a")).isPresent()) {
          plain.add(name);
        }
      }
    }
    // These run checks, whose classes are in the other cache.
    plain.removeAll(Set.of("--check", "--call", "--print"));
    assertEquals(plain, known);
  }
}
