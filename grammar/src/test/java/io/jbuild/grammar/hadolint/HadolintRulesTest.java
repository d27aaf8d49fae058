package io.jbuild.grammar.hadolint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Severity;
import io.jbuild.grammar.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What rules find and what not, beyond the cases of the corpus. */
class HadolintRulesTest {
  private static final String HEAD = "FROM debian:12\n";

  private static int count(String rule, String dockerfile, HadolintSettings settings) {
    var parsed = DockerfileParser.parse(new Source("Dockerfile", dockerfile));
    List<Diagnostic> found = HadolintChecks.run(parsed, settings);
    return (int) found.stream().filter(d -> d.code().equals(rule)).count();
  }

  private static void count(int expected, String rule, String dockerfile) {
    assertEquals(
        expected, count(rule, dockerfile, HadolintSettings.DEFAULTS), rule + " in " + dockerfile);
  }

  /** Each script, or each body of a file, has one finding. */
  private static void fires(String rule, String... bodies) {
    for (String body : bodies) {
      count(1, rule, HEAD + body + "\n");
    }
  }

  private static void silent(String rule, String... bodies) {
    for (String body : bodies) {
      count(0, rule, HEAD + body + "\n");
    }
  }

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
  void aptGetNeedsVersions() {
    fires(
        "DL3008",
        "RUN apt-get install a b c",
        "RUN apt-get install -t x a",
        "RUN apt-get -o Dir=/x install a=1 b",
        "RUN apt-get install $PACKAGES");
    silent(
        "DL3008",
        "RUN apt-get install a=1* b/testing",
        "RUN apt-get install -y",
        "RUN apt-get install \"a=$V\"",
        "ENV P='a=1 b=2'\nRUN apt-get install $P",
        "RUN apt-get update",
        "RUN echo apt-get install a");
  }

  @Test
  void aptListsHaveToGoInTheSameRun() {
    fires(
        "DL3009",
        "RUN apt-get update\nRUN rm -rf /var/lib/apt/lists/*",
        "RUN rm -rf /var/lib/apt/lists/* && apt-get update",
        "RUN apt-get update && rm -rf /tmp/x",
        "RUN --mount=type=bind,target=/var/lib/apt apt-get update");
    silent(
        "DL3009",
        "RUN apt-get update && rm -r -f /var/lib/apt/lists",
        "RUN apt-get update && rm -fr /var/lib/apt/*",
        "RUN apt-get update && apt-get distclean",
        "RUN apt-get update && find /var/lib/apt/lists -type f -delete",
        "RUN --mount=type=cache,target=/var/lib/apt/lists/ apt-get update",
        "RUN --mount=type=tmpfs,dst=/var/lib/apt apt-get update");
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
  void pipNeedsVersions() {
    fires(
        "DL3013",
        "RUN pip install -U pip",
        "RUN pip --no-input install a",
        "RUN pip3.12 install a==1 b",
        "RUN python3 -m pip install a",
        "RUN /venv/bin/pip install a");
    silent(
        "DL3013",
        "RUN pip install a~=1.0 'b[c]>=2'",
        "RUN pip install -e . --no-deps",
        "RUN pip install /wheels/a.whl b.whl",
        "RUN pip install -r a.txt -c b.txt",
        "RUN pip install --extra-index-url https://u:p@h/x a==1",
        "RUN pip uninstall a",
        "RUN pip install");
  }

  @Test
  void aptGetHasNobodyToAsk() {
    fires(
        "DL3014", "RUN apt-get install a", "RUN apt-get install -q a", "RUN apt-get -V install a");
    silent(
        "DL3014", "RUN apt-get -qq install a", "RUN apt-get install -q=2 a", "RUN apt-get update");
    fires(
        "DL3015", "RUN apt-get install -y a", "RUN apt-get -o APT::Install-Recommends=1 install a");
    silent(
        "DL3015",
        "RUN apt-get --no-install-recommends install a",
        "RUN apt-get install -o APT::Install-Recommends=0 a",
        "RUN apt-get install -o=apt::install-recommends=false a");
  }

  @Test
  void npmNeedsVersions() {
    fires(
        "DL3016",
        "RUN npm i a",
        "RUN npm install @scope/a",
        "RUN npm install user/repository",
        "RUN npm --prefix /x install a b@1");
    silent(
        "DL3016",
        "RUN npm install",
        "RUN npm ci",
        "RUN npm install @scope/a@1 b@~2 ./c d.tgz",
        "RUN npm run install a");
  }

  @Test
  void apkNeedsVersionsAndNoCache() {
    fires("DL3018", "RUN apk add a=1 b", "RUN apk --no-cache add a", "RUN apk add -t .x a");
    silent("DL3018", "RUN apk add -t .x a=1", "RUN apk add /x/a.apk a~1 'b>2'", "RUN apk del a");
    fires("DL3019", "RUN apk add a", "RUN apk add a && rm -rf /var/cache/apk/*");
    silent(
        "DL3019",
        "RUN apk --no-cache add a",
        "RUN --mount=type=cache,target=/var/cache apk add a",
        "RUN apk update");
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
  void rpmsNeedVersions() {
    fires(
        "DL3041",
        "RUN dnf install -y a-b",
        "RUN dnf install java-11-openjdk",
        "RUN dnf --installroot /x --releasever 9 in a",
        "RUN dnf module install a",
        "RUN dnf install a-$V");
    silent(
        "DL3041",
        "RUN dnf install a-1.2-3.fc40 b-2:1 ./c.rpm @group",
        "RUN dnf --installroot /x install a-1 --setopt b=c",
        "ARG V=1\nRUN dnf install a-${V}",
        "ARG V\nRUN dnf install a-$V",
        "RUN dnf remove a");
    count(0, "DL3041", "ARG V=1\nFROM a:1\nARG V\nRUN dnf install a-$V\n");
    fires("DL3033", "RUN yum -y install a");
    fires("DL3037", "RUN zypper -n in a");
    silent("DL3037", "RUN zypper in 'a>=1' b.rpm");
    fires("DL3030", "RUN yum install a-1");
    silent("DL3030", "RUN yum install --assumeyes a-1", "RUN yum makecache");
    fires("DL3034", "RUN zypper rm a", "RUN zypper patch");
    silent("DL3034", "RUN zypper -n rm a", "RUN zypper refresh");
    fires("DL3038", "RUN dnf --installroot /x install a-1");
  }

  @Test
  void cachesHaveToGoAfterTheLastInstall() {
    fires(
        "DL3032",
        "RUN yum -y install a-1",
        "RUN yum -y install a-1 && yum clean all && yum -y install b-1");
    silent("DL3032", "RUN yum -y install a-1; yum -y clean all", "RUN yum makecache");
    fires("DL3036", "RUN zypper -n in a=1");
    silent("DL3036", "RUN zypper -n in a=1 && zypper cc -a");
    fires("DL3040", "RUN dnf -y update", "RUN dnf -y install a-1 && dnf clean packages");
    silent("DL3040", "RUN dnf -y install a-1 && rm -rf /var/cache/*");
    fires("DL3060", "RUN yarn install", "RUN yarn cache clean && yarn install");
    silent("DL3060", "RUN yarn install && yarn cache clean --all", "RUN yarn build");
    fires("DL3042", "RUN pip install a", "RUN python -m pip install a", "RUN pip install -r a.txt");
    silent(
        "DL3042",
        "RUN pip install a --no-cache-dir",
        "ENV PIP_NO_CACHE_DIR=true\nRUN pip install a",
        "ARG PIP_NO_CACHE_DIR=1\nRUN pip install a",
        "RUN export PIP_NO_CACHE_DIR=on; pip install a",
        "RUN --mount=type=cache,target=/home/a/.cache pip install a",
        "ENV PIP_CACHE_DIR=/c\nRUN --mount=type=cache,target=/c/ pip install a",
        "RUN pipx install a");
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
  void runsWithOneCommandCanBeJoined() {
    fires("DL3059", "RUN a\nRUN b", "RUN <<E\na\nE\nRUN b");
    silent("DL3059", "RUN a\nENV b=c\nRUN d", "RUN a && b\nRUN c", "RUN a\nRUN b | c", "RUN a");
    count(2, "DL3059", HEAD + "RUN a\nRUN b\nRUN c\n");
  }

  @Test
  void goNeedsVersions() {
    fires(
        "DL3062", "RUN go install -v a.b/c", "RUN go -C x get a.b/c", "RUN go run a/b@latest -x y");
    silent(
        "DL3062", "RUN go install ./...", "RUN go get", "RUN go run main.go a", "RUN go build a");
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
