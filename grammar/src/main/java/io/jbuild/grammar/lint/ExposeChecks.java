package io.jbuild.grammar.lint;

import io.jbuild.grammar.Expose;
import io.jbuild.grammar.Fix;
import io.jbuild.grammar.Word;
import io.jbuild.grammar.expand.Expansion;
import io.jbuild.grammar.expand.WordExpander;
import java.util.Locale;
import java.util.Optional;

/** Rules of EXPOSE; variables that are not set are no matter here, as for BuildKit. */
final class ExposeChecks {
  private ExposeChecks() {}

  static void check(Expose expose, char escape, StageScope scope, Place place, Report report) {
    for (Word word : expose.ports()) {
      Expansion ports = WordExpander.words(escape).expandWords(word.text(), scope.variables);
      if (!ports.ok()) {
        report.fail("bad-expansion", word.range(), ports.error().get(), "correct the expression");
        return;
      }
      for (String port : ports.words()) {
        port(port, word, place, report);
      }
    }
  }

  private static void port(String port, Word word, Place place, Report report) {
    int colon = port.lastIndexOf(':');
    String own = port.substring(colon + 1);
    int slash = own.indexOf('/');
    String protocol = slash < 0 ? "" : own.substring(slash + 1);
    if (!protocol.equals(protocol.toLowerCase(Locale.ROOT))) {
      report.warn(
          Rule.EXPOSE_PROTO_CASING,
          place,
          word.range(),
          "the protocol of `" + port + "` has upper-case letters",
          "write `" + port.toLowerCase(Locale.ROOT) + "`",
          Fixes.lowerProtocol(report.source(), word, protocol));
    }
    if (colon > 0) {
      report.warn(
          Rule.EXPOSE_INVALID_FORMAT,
          place,
          word.range(),
          "`" + port + "` maps a port of the host, which EXPOSE cannot",
          "write `" + own + "`, and map it where the container is started",
          port.equals(report.source().text(word.range()))
              ? Optional.of(Fix.suggested("write `" + own + "`", word.range(), own))
              : Optional.empty());
    }
  }
}
