package io.jbuild.cli;

import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Parsed;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.SyntaxDump;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jbuild parse}: the tree of a Dockerfile. */
@Command(
    name = "parse",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Prints the syntax tree of a Dockerfile. Exits with 1 if the file has errors, which go to"
            + " standard error.")
final class ParseCommand implements Callable<Integer> {
  /** How the tree is written. */
  enum Format {
    JSON,
    SEXP
  }

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      description = "The Dockerfile, - for standard input (default: Dockerfile).")
  String file = "Dockerfile";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "json: instructions with their ranges; sexp: the form that the reference parser dumps"
              + " (default: json).")
  Format format = Format.JSON;

  @Override
  public Integer call() throws Exception {
    Source source = DockerfileInput.read(file);
    Parsed parsed = DockerfileParser.parse(source);
    switch (format) {
      case SEXP -> System.out.print(SyntaxDump.of(source));
      case JSON -> TreeJson.write(parsed, System.out);
    }
    System.out.flush();
    for (Diagnostic diagnostic : parsed.diagnostics()) {
      System.err.print(diagnostic.render());
    }
    return parsed.hasErrors() ? Failures.BUILD_FAILED : 0;
  }
}
