package io.jbuild.cli;

import io.jbuild.cli.check.FixedFile;
import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Parsed;
import io.jbuild.grammar.Severity;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.SourceBytes;
import io.jbuild.grammar.TextEdit;
import io.jbuild.grammar.TextEdits;
import io.jbuild.grammar.UnifiedDiff;
import io.jbuild.grammar.format.FormatStyle;
import io.jbuild.grammar.format.Formatter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jbuild format}: lays out Dockerfiles. */
@Command(
    name = "format",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Lays out Dockerfiles without changing what they say, and prints them. Instructions that"
            + " have errors stay as they are; the errors go to standard error.")
final class FormatCommand implements Callable<Integer> {
  private static final int WIDEST = 16;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "The Dockerfiles, - for standard input (default: Dockerfile).")
  List<String> files = new ArrayList<>();

  @Option(
      names = {"-w", "--write"},
      description = "Write the files instead of printing them.")
  boolean write;

  @Option(
      names = "--check",
      description =
          "Print the names of files that are not formatted; exit with 1 if there are any.")
  boolean check;

  @Option(names = "--diff", description = "Print what would change.")
  boolean diff;

  @Option(
      names = "--indent",
      paramLabel = "N",
      description = "Spaces that continued lines are indented by (default: 4); 0 is a tab.")
  int indent = 4;

  @Option(
      names = "--keywords",
      paramLabel = "CASE",
      description = "upper, lower or keep (default: upper).")
  FormatStyle.Case keywords = FormatStyle.Case.UPPER;

  @Option(
      names = "--keep-commands",
      description =
          "Leave the blanks in shell commands alone, so that no step runs again for their sake.")
  boolean keepCommands;

  @Override
  public Integer call() throws Exception {
    if (indent < 0 || indent > WIDEST) {
      throw new UsageException("`--indent=" + indent + "` is not from 0 to " + WIDEST, "try 4");
    }
    if (write && check) {
      throw new UsageException(
          "`--write` and `--check` exclude each other", "leave one of them out");
    }
    String unit = indent == 0 ? "\t" : " ".repeat(indent);
    var style = new FormatStyle(unit, keywords, keepCommands);
    boolean formatted = true;
    for (String file : files.isEmpty() ? List.of("Dockerfile") : files) {
      formatted &= format(file, style);
    }
    return check && !formatted ? Failures.BUILD_FAILED : 0;
  }

  /** Whether the file was formatted already. */
  private boolean format(String file, FormatStyle style) throws IOException {
    Source source = DockerfileInput.read(file);
    Parsed parsed = DockerfileParser.parse(source);
    List<TextEdit> edits = Formatter.edits(parsed, style);
    if (check && !edits.isEmpty()) {
      System.out.println(source.name());
    }
    if (diff) {
      print(UnifiedDiff.of(source, edits));
    }
    boolean toFile = write && !file.equals("-");
    if (toFile && !edits.isEmpty()) {
      FixedFile.write(Path.of(file), TextEdits.apply(source.text(), edits));
    } else if (!toFile && !check && !diff) {
      print(TextEdits.apply(source.text(), edits));
    }
    System.out.flush();
    for (Diagnostic diagnostic : parsed.diagnostics()) {
      if (diagnostic.severity() == Severity.ERROR) {
        System.err.print(diagnostic.render());
      }
    }
    return edits.isEmpty();
  }

  private static void print(String text) {
    System.out.writeBytes(SourceBytes.encode(text));
  }
}
