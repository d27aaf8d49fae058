package io.jbuild.grammar.hadolint;

import static io.jbuild.grammar.hadolint.HadolintCounts.HEAD;
import static io.jbuild.grammar.hadolint.HadolintCounts.count;
import static io.jbuild.grammar.hadolint.HadolintCounts.fires;
import static io.jbuild.grammar.hadolint.HadolintCounts.silent;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jbuild.grammar.Severity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What rules find and what not, beyond the cases of the corpus. */
class HadolintRulesTest {
  @Test
  void commandsAreFoundWhereverTheyStand() {
    fires(
        "DL3004",
        "RUN if true; then sudo x; fi",
        "RUN a $(sudo b)",
        "RUN a | (cd b; sudo c)",
        "RUN <<E\na\nsudo b\nE",
        "RUN [\"sudo\", \"b\"]",
        "RUN A=1 sudo b");
    silent("DL3004", "RUN echo sudo", "RUN echo 'a; sudo b'", "RUN cat <<E\nsudo\nE", "CMD sudo x");
  }

  @Test
  void scriptsOfOtherShellsAreNotRead() {
    silent(
        "DL3004",
        "SHELL [\"pwsh\", \"-c\"]\nRUN sudo x",
        "SHELL [\"C:\\\\Windows\\\\PowerShell.EXE\"]\nRUN sudo x",
        "# hadolint shell=cmd\nRUN sudo x");
    fires("DL3004", "SHELL [\"cmd\"]\nRUN [\"sudo\", \"x\"]", "SHELL [\"/bin/bash\"]\nRUN sudo x");
    count(0, "DL3004", "FROM mcr.microsoft.com/windows/servercore:2022\nRUN sudo x\n");
    count(1, "DL3004", "FROM a:1\nSHELL [\"pwsh\"]\nFROM b:1\nRUN sudo x\n");
    count(0, "DL3004", "FROM a:1 AS a\nSHELL [\"pwsh\"]\nFROM a\nRUN sudo x\n");
  }

  @Test
  void basesWithVariablesAreNotCalledUntagged() {
    count(2, "DL3006", "FROM a\nFROM b/c\nFROM scratch\nFROM d:1\nFROM e@sha256:f\n");
    count(0, "DL3006", "ARG B=a\nFROM $B\nFROM ${B:-x:1}\nFROM scratch\nFROM d:1\n");
    count(2, "DL3006", "FROM localhost:5000/a\nFROM --platform=linux/arm64 b\n");
    count(0, "DL3007", "FROM a:latest@sha256:b\nFROM latest:1\n");
  }

  @Test
  void rootIsTheUserOfTheImageThatIsBuilt() {
    fires("DL3002", "USER app\nUSER root:root", "USER \"0\"");
    silent("DL3002", "USER root\nUSER 1000", "ONBUILD USER root", "USER rooted");
    count(0, "DL3002", "FROM a:1 AS a\nUSER root\nFROM b:1\nCOPY --from=a /x /x\n");
    count(1, "DL3002", "FROM a:1 AS a\nUSER root\nFROM a AS b\nFROM b\n");
  }

  @Test
  void usersByNameAreFoundInTheImageThatIsBuilt() {
    fires("DL3066", "USER app", "USER 1\nUSER app:1");
    silent("DL3066", "USER app\nUSER 1:app", "USER $APP", "USER ${APP}:x");
    count(0, "DL3066", "FROM a:1\nUSER app\nFROM b:1\nUSER 1\n");
  }

  @Test
  void archivesThatAreUnpackedLaterWantAdd() {
    fires(
        "DL3010",
        "COPY a.tar.gz /x/\nRUN tar xzf /x/a.tar.gz",
        "COPY a.tgz /b.tgz\nRUN tar --extract --file=/b.tgz",
        "COPY [\"a.tar\", \"/x\"]\nRUN cd /x && tar -C /y -xf a.tar",
        "COPY a.tar.xz /x/\nRUN unxz /x/a.tar.xz");
    silent(
        "DL3010",
        "COPY a.tar /x/\nRUN tar -cf /x/a.tar /y",
        "COPY a.zip /x/\nRUN unzip /x/a.zip",
        "COPY a.tar /x/\nRUN tar -xf /x/b.tar",
        "ADD a.tar /x/\nRUN tar -xf /x/a.tar");
  }

  @Test
  void portsEndAt65535() {
    fires("DL3011", "EXPOSE 65536", "EXPOSE 80 99999999999/udp", "EXPOSE 1-70000");
    silent("DL3011", "EXPOSE 65535/tcp 0", "EXPOSE $P", "EXPOSE 8000-9000");
  }

  @Test
  void addIsForArchivesAndAddresses() {
    fires("DL3020", "ADD a b /x/", "ADD a.tar b /x/", "ADD [\"a\", \"/x\"]", "ADD . /x");
    silent(
        "DL3020",
        "ADD https://a/b /x",
        "ADD git@a:b.git /x",
        "ADD a.tar.gz /x",
        "ADD $A /x",
        "ARG A=https://a/b\nADD $A /x",
        "ADD <<E /x\ny\nE");
  }

  @Test
  void copyChecksItsTarget() {
    fires("DL3021", "COPY a b /x", "COPY [\"a\", \"b\", \"x\"]");
    silent("DL3021", "COPY a b /x/", "COPY a b \"/x/\"", "COPY a b $X");
    fires("DL3045", "COPY a b/", "COPY a .", "WORKDIR /x\nFROM b:1\nCOPY a b");
    silent("DL3045", "COPY a /b", "WORKDIR x\nCOPY a b", "COPY a ${B}/c", "COPY a 'C:\\b'");
  }

  @Test
  void copyFromNamesAnEarlierStage() {
    fires("DL3022", "COPY --from=b /x /x", "COPY --from=0 /x /x");
    silent("DL3022", "COPY --from=a:1 /x /x", "COPY --from=ghcr.io/a/b /x /x");
    count(0, "DL3022", "FROM a:1 AS B\nFROM b:1\nCOPY --from=b /x /x\nCOPY --from=0 /x /x\n");
    count(1, "DL3023", "FROM a:1 AS B\nCOPY --from=b /x /x\n");
    count(0, "DL3022", "FROM a:1 AS B\nCOPY --from=b /x /x\n");
    fires("DL3067", "COPY --from=a:1 / /", "COPY --from=a:1 /. /");
    silent("DL3067", "COPY --from=a:1 / /rootfs", "COPY / /", "COPY --from=a:1 /usr /");
  }

  @Test
  void onlyTheJsonFormGetsSignals() {
    fires("DL3025", "CMD a", "ENTRYPOINT a", "HEALTHCHECK CMD a", "ONBUILD CMD a", "CMD ['a']");
    silent("DL3025", "CMD [\"a\"]", "HEALTHCHECK NONE", "HEALTHCHECK CMD [\"a\"]", "CMD []");
  }

  @Test
  void imagesComeFromTrustedRegistries() {
    var settings =
        HadolintSettings.DEFAULTS.withTrustedRegistries(List.of("*.a.com", "b.com:5000", "c.*"));
    String trusted =
        """
        ARG R=x.a.com
        FROM x.a.com/i:1 AS one
        FROM b.com:5000/i:1
        FROM c.org/i:1
        FROM one
        FROM $R/i:1
        FROM scratch
        COPY --from=one /a /a
        COPY --from=0 /a /a
        """;
    assertEquals(0, count("DL3026", trusted, settings));
    String others =
        "FROM a.com/i:1\nFROM b.com/i:1\nFROM i:1\nCOPY --from=d.com/i:1 /a /a\n"
            + "RUN --mount=from=d.com/i,target=/x y\n";
    assertEquals(5, count("DL3026", others, settings));
    var hub = HadolintSettings.DEFAULTS.withTrustedRegistries(List.of("docker.io"));
    assertEquals(0, count("DL3026", "FROM i:1\nFROM a/i:1\nFROM docker.io/i:1\n", hub));
    assertEquals(0, count("DL3026", others, HadolintSettings.DEFAULTS));
  }

  @Test
  void envUsesWhatWasSetBefore() {
    fires("DL3044", "ENV A=1 B=$A", "ENV B=${A:-x} A=1");
    silent("DL3044", "ENV A=1\nENV A=2 B=$A", "ENV A=$A", "ENV A=1 B='$A'", "ENV A=1 B=\\$A");
  }

  @Test
  void programsAreCalledSoThatTheyFitABuild() {
    fires("DL3046", "RUN useradd -u 100000 a", "RUN useradd --uid=123456 -m a");
    silent("DL3046", "RUN useradd -u 99999 a", "RUN useradd -ml -u 123456 a");
    fires("DL3047", "RUN wget -O a b", "RUN wget --no-check-certificate a");
    silent("DL3047", "RUN wget -qO- a", "RUN wget -nv a", "RUN wget --progress=bar a");
    fires("DL3027", "RUN apt install a", "RUN apt update && apt install b");
    fires("DL4005", "RUN ln -sf bash /bin/sh");
    silent("DL4005", "RUN ln -s /bin/sh /bin/x");
    fires("DL3001", "RUN service a start", "RUN a | top");
    fires("DL3003", "RUN (cd a && b)");
    silent("DL3003", "RUN echo cd", "WORKDIR cd");
  }

  @Test
  void runsWithOneCommandCanBeJoined() {
    fires("DL3059", "RUN a\nRUN b", "RUN <<E\na\nE\nRUN b");
    silent("DL3059", "RUN a\nENV b=c\nRUN d", "RUN a && b\nRUN c", "RUN a\nRUN b | c", "RUN a");
    count(2, "DL3059", HEAD + "RUN a\nRUN b\nRUN c\n");
  }

  @Test
  void instructionsBeforeFromAreToldOnce() {
    count(1, "DL3061", "ENV a=b\nENV c=d\nFROM a:1\n");
    count(1, "DL3061", "ARG a\n# b\nRUN c\n");
    count(0, "DL3061", "ARG a\nFROM b:1\n");
  }

  @Test
  void bothFetchersInOneStage() {
    fires("DL4001", "RUN wget -q a\nRUN b | curl c", "RUN curl a; wget -q b");
    silent("DL4001", "RUN wget -q a\nFROM b:1\nRUN curl c", "RUN apt-get install wget curl");
  }

  @Test
  void pipesNeedPipefail() {
    fires("DL4006", "RUN a | b", "RUN set -o pipefail; a | b", "SHELL [\"sh\", \"-c\"]\nRUN a | b");
    silent(
        "DL4006",
        "RUN a || b",
        "RUN echo 'a | b'",
        "RUN [\"a\", \"|\", \"b\"]",
        "SHELL [\"bash\", \"-euo\", \"pipefail\", \"-c\"]\nRUN a | b",
        "SHELL [\"/bin/bash\", \"-c\"]\nRUN set -o pipefail; a | b");
    count(0, "DL4006", "FROM a:1 AS a\nSHELL [\"ash\", \"-o\", \"pipefail\"]\nFROM a\nRUN b | c\n");
  }

  @Test
  void theLastOfCmdEntrypointAndHealthcheckCounts() {
    fires("DL4003", "CMD [\"a\"]\nCMD [\"b\"]");
    silent("DL4003", "CMD [\"a\"]\nFROM b:1\nCMD [\"c\"]", "ONBUILD CMD [\"a\"]\nCMD [\"b\"]");
    fires("DL4004", "ENTRYPOINT [\"a\"]\nENTRYPOINT [\"b\"]");
    fires("DL3012", "HEALTHCHECK NONE\nHEALTHCHECK CMD [\"b\"]");
  }

  @Test
  void settingsTakeCodesAndNames() {
    String file = HEAD + "RUN sudo a\n";
    for (String rule : List.of("DL3004", "sudo")) {
      var off = HadolintSettings.DEFAULTS.withSeverities(Map.of(rule, Optional.empty()));
      var ignored = HadolintSettings.DEFAULTS.withIgnored(java.util.Set.of(rule));
      var style =
          HadolintSettings.DEFAULTS.withSeverities(Map.of(rule, Optional.of(Severity.STYLE)));
      assertEquals(0, count("DL3004", file, off));
      assertEquals(0, count("DL3004", file, ignored));
      assertEquals(1, count("DL3004", file, style));
      assertEquals(Optional.of(Severity.STYLE), style.severity(HadolintRule.SUDO));
    }
    assertEquals(0, count("DL3057", file, HadolintSettings.DEFAULTS));
    var on =
        HadolintSettings.DEFAULTS.withSeverities(
            Map.of("healthcheck-missing", Optional.of(Severity.INFO)));
    assertEquals(1, count("DL3057", file, on));
  }
}
