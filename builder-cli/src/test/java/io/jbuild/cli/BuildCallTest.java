package io.jbuild.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.image.ContainerConfig;
import io.jbuild.core.image.ImageAssembly;
import io.jbuild.core.image.ImageConfig;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Platform;
import io.jbuild.core.store.ImageStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildCallTest {
  private static final String TEXT =
      """
      # VERSION of the tool
      ARG VERSION=1
      # build makes it
      FROM base:${VERSION} AS build
      RUN --mount=type=secret,id=key,required=true true
      FROM scratch AS release
      COPY --from=build /x /
      """;

  @TempDir Path folder;

  private record Outcome(int code, String out, String err) {}

  private Outcome build(String... options) {
    List<String> line = new ArrayList<>(List.of("build", "--root", folder + "/store"));
    line.addAll(List.of(options));
    line.add(folder.resolve("context").toString());
    PrintStream out = System.out;
    PrintStream err = System.err;
    var written = new ByteArrayOutputStream();
    var failed = new ByteArrayOutputStream();
    try (var ownOut = new PrintStream(written, true, StandardCharsets.UTF_8);
        var ownErr = new PrintStream(failed, true, StandardCharsets.UTF_8)) {
      System.setOut(ownOut);
      System.setErr(ownErr);
      int code = Main.run(line.toArray(String[]::new));
      return new Outcome(
          code, written.toString(StandardCharsets.UTF_8), failed.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private JsonNode json(String... options) throws IOException {
    return new ObjectMapper().readTree(build(options).out());
  }

  @BeforeEach
  void context() throws IOException {
    Files.createDirectory(folder.resolve("context"));
    dockerfile(TEXT);
  }

  private void dockerfile(String text) throws IOException {
    Files.writeString(folder.resolve("context/Dockerfile"), text);
  }

  @Test
  void outlinesAreTablesAndLeaveNoStore() {
    assertEquals(
        new Outcome(
            0,
            """
            TARGET:   release

            BUILD ARG   VALUE   DESCRIPTION
            VERSION     1       of the tool

            SECRET   REQUIRED
            key      true

            """,
            ""),
        build("--call=outline"));
    assertTrue(Files.notExists(folder.resolve("store")));
  }

  @Test
  void outlinesAreJsonAsBuildxHasIt() throws IOException {
    JsonNode outline =
        json("--call", "outline,format=json", "--target=build", "--build-arg=VERSION=2");
    assertEquals(
        "build makes it", outline.get("name").asText() + " " + outline.get("description").asText());
    assertEquals(
        "{\"name\":\"VERSION\",\"description\":\"of the tool\",\"value\":\"2\","
            + "\"location\":{\"ranges\":[{\"start\":{\"line\":2},\"end\":{\"line\":2}}]}}",
        outline.get("args").get(0).toString());
    assertTrue(outline.at("/secrets/0/required").asBoolean());
    assertEquals(
        TEXT, new String(outline.get("sources").get(0).binaryValue(), StandardCharsets.UTF_8));
  }

  @Test
  void targetsMarkTheDefault() throws IOException {
    assertEquals(
        """
        TARGET              DESCRIPTION
        build               makes it
        release (default)   \n\
        """,
        build("--print=targets").out());
    JsonNode last = json("--call=targets,format=json").get("targets").get(1);
    assertEquals(
        "release true scratch",
        last.get("name").asText() + " " + last.get("default") + " " + last.get("base").asText());
  }

  @Test
  void checkFindsAndFails() throws IOException {
    dockerfile("FROM scratch as a\nUSER 1\n");
    Outcome text = build("--check");
    assertEquals(1, text.code());
    assertTrue(text.out().contains("Dockerfile:1:14: warning: "), text.out());
    JsonNode warning = json("--call=check,format=json").get("warnings").get(0);
    assertEquals(
        "FromAsCasing 1",
        warning.get("ruleName").asText() + " " + warning.at("/location/ranges/0/start/line"));
    assertEquals(0, build("--call=check,ignorestatus=true").code());
    dockerfile("FROM scratch\nUSERR 1\n");
    assertEquals(
        "2",
        json("--call=check,format=json").at("/buildError/location/ranges/0/start/line").toString());
  }

  @Test
  void theIgnoreFileOfTheContextCounts() throws IOException {
    dockerfile("FROM scratch\nCOPY a.txt /\n");
    Files.writeString(folder.resolve("context/.dockerignore"), "*.txt\n");
    assertTrue(build("--check").out().contains("CopyIgnoredFile]"), build("--check").out());
  }

  @Test
  void imagesOfTheStoreTellPlatformAndVariables() throws IOException {
    Files.writeString(folder.resolve("context/a"), "");
    dockerfile("FROM --platform=$BUILDPLATFORM base:1 AS one\nCOPY a $GOPATH/$OTHER/\n");
    try (StoreDirectory store = StoreDirectory.open(folder.resolve("store"))) {
      var none = ContainerConfig.EMPTY;
      var config =
          new ContainerConfig(
              "",
              none.exposedPorts(),
              List.of("GOPATH=/go"),
              Optional.empty(),
              Optional.empty(),
              none.volumes(),
              "",
              none.labels(),
              "",
              Optional.empty(),
              List.of(),
              List.of(),
              false);
      var image =
          ImageAssembly.assemble(
              new ImageConfig(
                  Platform.of("linux", "s390x", ""),
                  Optional.empty(),
                  "",
                  config,
                  List.of(),
                  List.of()),
              List.of());
      store.blobs().put(image.configBytes());
      store.blobs().put(image.manifestBytes());
      ImageStore.of(store).tag(ImageName.parse("base:1"), image.descriptor());
    }
    List<String> found = new ArrayList<>();
    json("--call=check,format=json")
        .get("warnings")
        .forEach(w -> found.add(w.get("ruleName").asText() + " " + w.get("detail").asText()));
    assertEquals(2, found.size(), found.toString());
    assertTrue(found.get(0).startsWith("InvalidBaseImagePlatform"), found.toString());
    assertTrue(found.get(1).startsWith("UndefinedVar the variable `OTHER`"), found.toString());
  }

  @Test
  void whatIsNotUnderstoodIsSaid() throws IOException {
    Outcome wrong = build("--call=outlin");
    assertEquals(2, wrong.code());
    assertTrue(wrong.err().contains("did you mean `outline`?"), wrong.err());
    Outcome target = build("--call=outline", "--target=biuld");
    assertEquals(2, target.code());
    assertTrue(target.err().contains("did you mean `build`?"), target.err());
    dockerfile("FROMM a\n");
    assertEquals(1, build("--call=targets").code());
  }
}
