package io.jbuild.grammar.hadolint;

import static io.jbuild.grammar.hadolint.HadolintCounts.HEAD;
import static io.jbuild.grammar.hadolint.HadolintCounts.count;
import static io.jbuild.grammar.hadolint.HadolintCounts.fires;
import static io.jbuild.grammar.hadolint.HadolintCounts.silent;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Source;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rules about labels. */
class HadolintLabelsTest {
  @Test
  void keysOfLabelsFollowTheRules() {
    fires(
        "DL3048",
        "LABEL a..b=c",
        "LABEL A=b",
        "LABEL a_b=c",
        "LABEL a-=b",
        "LABEL a$b=c",
        "LABEL com.docker.a=b");
    silent(
        "DL3048",
        "LABEL a.b-c1=d",
        "LABEL \"a\"=b",
        "ARG A=b\nLABEL $A=b",
        "LABEL com.dockerfile=a");
  }

  @Test
  void valuesOfLabelsAreOfTheirType() {
    label("url", "https://a.b/c?d", "a b");
    label("url", "mailto:a@b.c", "www.example.com");
    label("hash", "0123abc", "012345");
    label("hash", "a".repeat(40), "a".repeat(41));
    label("semver", "1.2.3-rc.1+build", "v1.2.3");
    label("semver", "0.0.0", "01.2.3");
    label("rfc3339", "2026-02-28T23:59:59Z", "2026-02-30T00:00:00Z");
    label("rfc3339", "2026-02-28T23:59:59.5+01:00", "2026-02-28");
    label("spdx", "MIT", "MIT-0.5");
    label("spdx", "(Apache-2.0 OR GPL-2.0+) AND BSD-3-Clause", "MIT OR");
    label("spdx", "GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only WITH x");
    label("spdx", "LicenseRef-own", "(MIT");
    label("email", "a.b+c@d.example", "a@b@c");
    label("email", "\"a b\"@c", "a.@c");
    label("text", "x", "");
  }

  private static void label(String type, String right, String wrong) {
    var settings =
        HadolintSettings.DEFAULTS.withLabels(Map.of("a", LabelType.of(type).orElseThrow()), false);
    for (String value : List.of(right, wrong)) {
      String label = HEAD + "LABEL a='" + value + "'\n";
      var parsed = DockerfileParser.parse(new Source("Dockerfile", label));
      boolean found =
          HadolintChecks.run(parsed, settings).stream().anyMatch(d -> d.code().startsWith("DL305"));
      assertEquals(value.equals(wrong), found, type + " " + value);
    }
  }

  @Test
  void labelsOfTheSchemaAreInherited() {
    var settings = HadolintSettings.DEFAULTS.withLabels(Map.of("a", LabelType.TEXT), true);
    assertEquals(0, count("DL3049", "FROM x:1 AS b\nLABEL a=1\nFROM b AS c\nFROM c\n", settings));
    assertEquals(1, count("DL3049", "FROM x:1 AS b\nLABEL a=1\nFROM x:1\n", settings));
    assertEquals(1, count("DL3050", HEAD + "LABEL a=1 b=2 c=3\n", settings));
    var two =
        HadolintSettings.DEFAULTS.withLabels(
            Map.of("a", LabelType.TEXT, "b", LabelType.URL), false);
    assertEquals(2, count("DL3049", HEAD, two));
    assertEquals(1, count("DL3051", HEAD + "LABEL a='' b=x:y\n", two));
  }
}
