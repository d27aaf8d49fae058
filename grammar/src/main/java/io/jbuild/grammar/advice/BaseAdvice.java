package io.jbuild.grammar.advice;

import io.jbuild.grammar.Copy;
import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.Flag;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.Stage;
import io.jbuild.grammar.Word;
import io.jbuild.grammar.expand.Variables;
import io.jbuild.grammar.expand.WordExpander;
import io.jbuild.grammar.lint.CheckSettings;
import io.jbuild.grammar.lint.GlobalScope;
import io.jbuild.grammar.outline.StageGraph;
import java.util.Map;
import java.util.Optional;

/**
 * moving-tag: an image that is {@code latest}, or has no tag, once its variables are known, or
 * where only files are taken from it. What FROM names word for word is hadolint's to tell.
 */
final class BaseAdvice {
  private final Dockerfile file;
  private final Map<String, String> variables;
  private final StageGraph graph;
  private final AdviceFindings findings;

  BaseAdvice(Dockerfile file, CheckSettings settings, AdviceFindings findings) {
    this.file = file;
    this.variables = GlobalScope.of(file, settings, settings.buildArgs()).values();
    this.graph = StageGraph.of(file, variables);
    this.findings = findings;
  }

  void run() {
    for (Stage stage : file.stages()) {
      Word image = stage.from().image();
      if (image.text().indexOf('$') >= 0) {
        tell(image);
      }
      for (Instruction instruction : stage.instructions()) {
        if (instruction instanceof Copy copy) {
          copy.flags().stream()
              .filter(flag -> flag.name().equals("from"))
              .map(Flag::value)
              .flatMap(Optional::stream)
              .forEach(this::tell);
        }
      }
    }
  }

  private void tell(Word word) {
    var expanded =
        WordExpander.words(file.directives().escape()).expand(word.text(), Variables.of(variables));
    String image = expanded.value();
    boolean known = expanded.ok() && expanded.unset().isEmpty() && !image.equals("scratch");
    if (!known || image.isEmpty() || graph.find(image).isPresent()) {
      return;
    }
    String tag = tag(image);
    if (image.indexOf('@') < 0 && (tag.isEmpty() || tag.equals("latest"))) {
      // A bare word after --from= is as likely a named context as an image.
      if (tag.isEmpty() && word.text().indexOf('$') < 0 && image.indexOf('/') < 0) {
        return;
      }
      findings.add(
          AdviceRule.MOVING_TAG,
          word.range(),
          "this is `" + image + (tag.isEmpty() ? ":latest" : "") + "`, another image each time",
          "name a version, or a digest");
    }
  }

  private static String tag(String image) {
    int colon = image.lastIndexOf(':');
    return colon > image.lastIndexOf('/') ? image.substring(colon + 1) : "";
  }
}
