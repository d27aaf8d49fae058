package io.jbuild.cli.check;

import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Parsed;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.check.FileChecks;
import io.jbuild.grammar.check.Finding;
import io.jbuild.grammar.check.RuleSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Checks files together: many of them on all processors, and ShellCheck started once for all.
 *
 * @param findings file by file in the order they were given, each file's in its order
 * @param notes what could not be checked, and why
 */
public record CheckRun(List<Finding> findings, List<String> notes) {
  /** Fewer files are done before other threads have begun. */
  private static final int FEW = 8;

  /** A file and what is asked about it. */
  public record Input(Source source, RuleSettings settings) {}

  public CheckRun {
    findings = List.copyOf(findings);
    notes = List.copyOf(notes);
  }

  /** Runs everything. */
  public static CheckRun of(List<Input> inputs, Optional<ShellCheck> shellCheck)
      throws IOException {
    List<Parsed> parsed =
        numbers(inputs).mapToObj(i -> DockerfileParser.parse(inputs.get(i).source())).toList();
    List<List<Diagnostic>> scripts = new ArrayList<>();
    if (shellCheck.isPresent()) {
      List<Dockerfile> files = parsed.stream().map(Parsed::dockerfile).toList();
      scripts.addAll(shellCheck.get().run(files));
    }
    List<List<Finding>> found =
        numbers(inputs)
            .mapToObj(
                i ->
                    FileChecks.run(
                        parsed.get(i),
                        inputs.get(i).settings(),
                        scripts.isEmpty() ? List.of() : scripts.get(i)))
            .toList();
    return new CheckRun(
        found.stream().flatMap(List::stream).toList(),
        shellCheck.map(ShellCheck::notes).orElse(List.of()));
  }

  private static IntStream numbers(List<Input> inputs) {
    IntStream numbers = IntStream.range(0, inputs.size());
    return inputs.size() > FEW ? numbers.parallel() : numbers;
  }
}
