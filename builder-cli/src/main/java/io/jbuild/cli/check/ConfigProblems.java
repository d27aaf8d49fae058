package io.jbuild.cli.check;

import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Severity;
import io.jbuild.grammar.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Collects what is wrong in a configuration, each with its place. */
final class ConfigProblems {
  private final Source source;
  private final List<Diagnostic> found = new ArrayList<>();

  ConfigProblems(Source source) {
    this.source = source;
  }

  void error(Node at, String message, String hint) {
    add(Severity.ERROR, "bad-configuration", range(at), message, hint);
  }

  void warning(Node at, String message, String hint) {
    add(Severity.WARNING, "unknown-setting", range(at), message, hint);
  }

  void syntax(Optional<Mark> at, String message) {
    int start = at.map(this::offset).orElse(0);
    add(
        Severity.ERROR,
        "bad-yaml",
        new Range(start, start),
        message.replace('\n', ' '),
        "correct the YAML; JSON is YAML too");
  }

  private void add(Severity severity, String code, Range range, String message, String hint) {
    found.add(new Diagnostic(severity, code, source, range, message, Optional.of(hint)));
  }

  List<Diagnostic> found() {
    return List.copyOf(found);
  }

  private Range range(Node node) {
    int start = node.getStartMark().map(this::offset).orElse(0);
    int end = node.getEndMark().map(this::offset).orElse(start);
    return new Range(start, Math.max(start, end));
  }

  /** YAML counts code points, and knows line breaks that we do not. */
  private int offset(Mark mark) {
    String text = source.text();
    int points = Math.min(mark.getIndex(), text.codePointCount(0, text.length()));
    return text.offsetByCodePoints(0, points);
  }
}
