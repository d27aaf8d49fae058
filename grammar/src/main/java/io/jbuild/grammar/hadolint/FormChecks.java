package io.jbuild.grammar.hadolint;

import io.jbuild.grammar.Expose;
import io.jbuild.grammar.Fix;
import io.jbuild.grammar.Maintainer;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Word;
import io.jbuild.grammar.Workdir;

/** Rules about WORKDIR, EXPOSE and MAINTAINER. */
final class FormChecks implements Check {
  private static final int HIGHEST_PORT = 65_535;

  private final Findings findings;

  FormChecks(Findings findings) {
    this.findings = findings;
  }

  @Override
  public void look(Visit visit) {
    if (visit.instruction() instanceof Workdir workdir) {
      workdir(workdir.path(), visit);
    } else if (visit.instruction() instanceof Expose expose) {
      expose.ports().forEach(port -> port(port, visit));
    } else if (visit.instruction() instanceof Maintainer maintainer) {
      maintainer(maintainer, visit);
    }
  }

  private void workdir(Word path, Visit visit) {
    String text = visit.scope().text(path.text());
    if (!Paths.isAbsolute(path.text(), text)) {
      findings.add(
          HadolintRule.RELATIVE_WORKDIR,
          visit,
          path.range(),
          "`" + text + "` is relative to whatever WORKDIR was before",
          "write an absolute path");
    }
  }

  private void port(Word word, Visit visit) {
    String text = visit.scope().text(word.text());
    int slash = text.indexOf('/');
    for (String part : (slash < 0 ? text : text.substring(0, slash)).split("[-:]")) {
      boolean digits = !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9');
      if (digits && (part.length() > 9 || Integer.parseInt(part) > HIGHEST_PORT)) {
        findings.add(
            HadolintRule.PORT_OUT_OF_RANGE,
            visit,
            word.range(),
            "there is no port " + part,
            "ports go up to " + HIGHEST_PORT);
      }
    }
  }

  private void maintainer(Maintainer maintainer, Visit visit) {
    Range keyword = visit.keyword();
    String written = maintainer.original();
    String name = maintainer.name();
    boolean plain =
        findings.source().text(maintainer.range()).equals(written)
            && name.indexOf('"') < 0
            && name.indexOf('\\') < 0
            && name.indexOf('$') < 0;
    String message = "MAINTAINER is deprecated";
    String hint = "write `LABEL org.opencontainers.image.authors=\"…\"`";
    if (plain) {
      findings.add(
          HadolintRule.MAINTAINER,
          visit,
          keyword,
          message,
          hint,
          Fix.suggested(
              "write a LABEL",
              maintainer.range(),
              "LABEL org.opencontainers.image.authors=\"" + name + "\""));
    } else {
      findings.add(HadolintRule.MAINTAINER, visit, keyword, message, hint);
    }
  }
}
