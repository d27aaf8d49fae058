package io.jbuild.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Every flag of {@code build} is told of: in the help and in docs/usage.md. */
class BuildFlagsTest {
  private static final Set<String> EVERY_COMMAND = Set.of("--help", "--version");

  @Test
  void readmeListsTheFlagsThatTheHelpLists() throws IOException {
    Set<String> inHelp = new TreeSet<>();
    for (OptionSpec option : new CommandLine(new BuildCommand()).getCommandSpec().options()) {
      if (!option.hidden()) {
        List.of(option.names()).stream()
            .filter(name -> name.startsWith("--") && !EVERY_COMMAND.contains(name))
            .forEach(inHelp::add);
      }
    }
    assertEquals(inHelp, inUsage());
  }

  /** The flags of the paragraph that lists them. */
  private static Set<String> inUsage() throws IOException {
    String text =
        Files.readString(Path.of(System.getProperty("jbuild.root", ".."), "docs/usage.md"));
    int start = text.indexOf("`jbuild build` takes");
    String paragraph = text.substring(start, text.indexOf("\n\n", start));
    Set<String> flags = new TreeSet<>();
    var flag = Pattern.compile("--[a-z-]+").matcher(paragraph);
    while (flag.find()) {
      flags.add(flag.group());
    }
    return flags;
  }
}
