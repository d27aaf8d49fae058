package io.jbuild.grammar.advice;

import io.jbuild.grammar.Arg;
import io.jbuild.grammar.ArgDeclaration;
import io.jbuild.grammar.Copy;
import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Run;
import io.jbuild.grammar.Stage;
import io.jbuild.grammar.Word;
import io.jbuild.grammar.shell.ShellScript;
import io.jbuild.grammar.shell.SimpleCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * cache-busting-copy and cache-busting-variable: what changes often stands before what takes long.
 */
final class OrderAdvice {
  private static final Pattern CHANGES_EACH_BUILD =
      Pattern.compile(
          "BUILD_(?:DATE|TIME|TIMESTAMP|NUMBER)|(?:BUILD_)?(?:TIMESTAMP|CREATED)|"
              + "CACHE_?BUST(?:ER)?|VCS_REF|GIT_(?:COMMIT|SHA|HASH|REVISION)|"
              + "COMMIT(?:_(?:SHA|HASH|ID|REF))?|SOURCE_COMMIT|CI_COMMIT_SHA|GITHUB_SHA");

  private final Dockerfile file;
  private final AdviceFindings findings;

  OrderAdvice(Dockerfile file, AdviceFindings findings) {
    this.file = file;
    this.findings = findings;
  }

  void run() {
    for (Stage stage : file.stages()) {
      Optional<Range> everything = Optional.empty();
      Map<String, Range> changing = new LinkedHashMap<>();
      for (Instruction instruction : stage.instructions()) {
        if (instruction instanceof Copy copy && copiesEverything(copy)) {
          everything = everything.or(() -> Optional.of(copy.sources().getFirst().range()));
        } else if (instruction instanceof Arg arg) {
          for (ArgDeclaration declaration : arg.declarations()) {
            Word name = declaration.name();
            if (CHANGES_EACH_BUILD.matcher(name.text()).matches()) {
              changing.put(name.text(), name.range());
            }
          }
        } else if (instruction instanceof Run run) {
          if (run.flags().stream().noneMatch(flag -> flag.name().equals("mount"))) {
            everything = copyBefore(run, everything);
          }
          variablesBefore(run, changing);
        }
      }
    }
  }

  private static boolean copiesEverything(Copy copy) {
    boolean fromContext =
        copy.flags().stream().noneMatch(f -> f.name().equals("from") || f.name().equals("exclude"));
    return fromContext
        && copy.sources().size() == 1
        && Set.of(".", "./", "/").contains(copy.sources().getFirst().text());
  }

  /** Tells of the first installation in the stage; those after it are caught with it. */
  private Optional<Range> copyBefore(Run run, Optional<Range> everything) {
    if (everything.isEmpty()) {
      return everything;
    }
    for (SimpleCommand command : ShellScript.of(file, run).commands()) {
      Optional<Installation> installation = Installation.fromManifest(command);
      if (installation.isPresent()) {
        findings.add(
            AdviceRule.CACHE_BUSTING_COPY,
            everything.get(),
            "every change of any file makes `"
                + installation.get().command()
                + "` in line "
                + file.source().line(command.range().start())
                + " run anew",
            "copy "
                + installation.get().manifests()
                + " first, install, and copy the rest after that");
        return Optional.empty();
      }
    }
    return everything;
  }

  /** A RUN gets every ARG of its stage, so each counts for its cache, used or not. */
  private void variablesBefore(Run run, Map<String, Range> changing) {
    if (changing.isEmpty()) {
      return;
    }
    String text = file.source().text(run.range());
    for (SimpleCommand command : ShellScript.of(file, run).commands()) {
      if (Installation.ofPackages(command)) {
        changing.forEach(
            (name, range) -> {
              if (!text.contains(name)) {
                findings.add(
                    AdviceRule.CACHE_BUSTING_VARIABLE,
                    range,
                    "each build with another `"
                        + name
                        + "` runs the installation in line "
                        + run.firstLine()
                        + " anew, which does not use it",
                    "declare it right before the instruction that uses it");
              }
            });
        changing.clear();
        return;
      }
    }
  }
}
