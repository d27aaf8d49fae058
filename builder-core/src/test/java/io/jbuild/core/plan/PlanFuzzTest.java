package io.jbuild.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PlanFuzzTest {
  private static final String[] WORDS = {
    "a",
    "b",
    "/",
    ".",
    "..",
    "$A",
    "${B:-c}",
    "${C:?no}",
    "${",
    "'",
    "\"",
    "\\",
    "0",
    "1",
    "99",
    "80-81/udp",
    "https://x/y",
    "git@h:p",
    "scratch",
    "busybox",
    "UPPER",
    "--from=a",
    "--from=0",
    "--from=$A",
    "--chmod=u+x",
    "--chmod=644",
    "--link",
    "--network=none",
    "--platform=$P",
    "AS",
    "k=v",
    "A=$A",
    "<<EOF",
    "[\"x\"]",
    "SIGTERM",
    "NONE",
    "CMD",
    "RUN",
    "COPY",
    "\u00e4",
    "=",
    ""
  };
  private static final String[] KEYWORDS = {
    "FROM",
    "FROM",
    "FROM",
    "RUN",
    "COPY",
    "ADD",
    "ENV",
    "ARG",
    "LABEL",
    "WORKDIR",
    "USER",
    "VOLUME",
    "EXPOSE",
    "STOPSIGNAL",
    "HEALTHCHECK",
    "SHELL",
    "CMD",
    "ENTRYPOINT",
    "ONBUILD",
    "MAINTAINER",
    "EOF"
  };

  /** Whatever the text, planning answers with a plan or with an error, the same both times. */
  @Test
  void planningNeverThrowsAndIsDeterministic() {
    var random = new Random(20260821);
    int planned = 0;
    for (int i = 0; i < 4_000; i++) {
      String text = dockerfile(random);
      PlanResult first = planning(text).result();
      PlanResult second = planning(text).result();
      boolean failed =
          first.diagnostics().stream()
              .anyMatch(d -> d.severity() == io.jbuild.grammar.Severity.ERROR);
      assertEquals(failed, first.plan().isEmpty(), text);
      assertEquals(first.plan().map(PlanText::print), second.plan().map(PlanText::print), text);
      first.diagnostics().forEach(d -> d.render());
      planned += first.plan().isPresent() ? 1 : 0;
    }
    assertEquals(true, planned > 100, "only " + planned + " texts could be planned");
  }

  private static Planning planning(String text) {
    return Planning.ofText(text)
        .buildArg("P", "linux/arm64")
        .triggers("busybox", "COPY --from=a x /", "RUN trigger", "NOPE x");
  }

  private static String dockerfile(Random random) {
    var lines = new ArrayList<String>();
    lines.add(random.nextBoolean() ? "FROM scratch AS a" : "ARG A=1\nFROM a$A AS a");
    int count = random.nextInt(6);
    for (int i = 0; i < count; i++) {
      var line = new StringBuilder(KEYWORDS[random.nextInt(KEYWORDS.length)]);
      int words = 1 + random.nextInt(4);
      for (int w = 0; w < words; w++) {
        line.append(' ').append(WORDS[random.nextInt(WORDS.length)]);
      }
      lines.add(line.toString());
    }
    return String.join("\n", lines) + "\n";
  }
}
