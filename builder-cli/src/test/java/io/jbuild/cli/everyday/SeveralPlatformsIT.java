package io.jbuild.cli.everyday;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Builds for several platforms whose steps run no foreign program. */
class SeveralPlatformsIT {
  private static final String DOCKERFILE =
      """
      FROM --platform=$BUILDPLATFORM busybox AS build
      RUN echo shared > /shared
      ARG TARGETARCH
      RUN echo "$TARGETARCH" > /arch
      FROM scratch
      ARG TARGETPLATFORM
      LABEL platform=$TARGETPLATFORM
      COPY --from=build /shared /arch /
      """;
  private static final String PLATFORMS = "linux/amd64,linux/arm64,linux/arm/v7";

  private final ObjectMapper json = new ObjectMapper();

  private static Installation root() {
    Require.programs("skopeo");
    Installation root = Installation.shared(Mode.ROOT);
    SmallBase.provide(root);
    return root;
  }

  private static String raw(String image) {
    return Command.ok("skopeo", "inspect", "--raw", image).out();
  }

  @Test
  void oneIndexHasAnImageOfEachPlatform() throws IOException {
    Installation root = root();
    Path out = Workspace.folder("platforms");
    String shown =
        root.build(
            Context.of(DOCKERFILE).folder(),
            "platforms:1",
            "--platform",
            PLATFORMS,
            "--iidfile",
            out + "/iid",
            "--metadata-file",
            out + "/metadata",
            "-o",
            "type=image",
            "-o",
            "type=oci,dest=" + out + "/oci.tar");

    assertEquals(1, shown.lines().filter(line -> line.contains("RUN echo shared")).count());
    assertTrue(shown.contains(" [linux/amd64 build 2/3] RUN echo shared"), shown);
    assertTrue(shown.contains(" [linux/amd64->arm64 build 3/3] RUN echo \"$TARGETARCH\""), shown);
    assertTrue(shown.contains(" [linux/arm/v7 stage-1 1/1] COPY"), shown);
    String index = raw("oci:" + root.store() + "/images:platforms:1");
    assertEquals(index, raw("oci-archive:" + out + "/oci.tar:1"));
    JsonNode read = json.readTree(index);
    assertEquals("application/vnd.oci.image.index.v1+json", read.path("mediaType").asText());
    assertEquals(
        """
        [{"architecture":"amd64","os":"linux"},{"architecture":"arm64","os":"linux"},\
        {"architecture":"arm","os":"linux","variant":"v7"}]\
        """,
        json.valueToTree(read.findValues("platform")).toString());
    JsonNode metadata = json.readTree(Files.readString(out.resolve("metadata")));
    assertFalse(metadata.has("containerimage.config.digest"));
    assertEquals(
        Files.readString(out.resolve("iid")), metadata.path("containerimage.digest").asText());
    String config =
        Command.ok(
                "skopeo",
                "--override-arch=arm64",
                "inspect",
                "--config",
                "oci:" + root.store() + "/images:platforms:1")
            .out();
    assertEquals(
        "linux/arm64", json.readTree(config).at("/config/Labels/platform").asText(), config);
    assertEquals("arm64", json.readTree(config).path("architecture").asText());
  }

  @Test
  void filesOfEachPlatformStandInAFolder() throws IOException {
    Installation root = root();
    Path out = Workspace.folder("split");
    Context context = Context.of(DOCKERFILE);
    String[] options = {"build", "-q", "--platform", PLATFORMS, context.folder().toString(), "-o"};
    root.jbuild(with(options, out + "/split")).succeeded();
    root.jbuild(with(options, "type=tar,dest=" + out + "/split.tar")).succeeded();
    root.jbuild(with(options, "type=local,platform-split=false,dest=" + out + "/merged")).exits(1);

    assertEquals("arm\n", Files.readString(out.resolve("split/linux_arm_v7/arch")));
    assertEquals("arm64\n", Files.readString(out.resolve("split/linux_arm64/arch")));
    assertEquals("shared\n", Files.readString(out.resolve("split/linux_amd64/shared")));
    assertTrue(
        Command.ok("tar", "-tf", out + "/split.tar").out().contains("linux_arm_v7/shared\n"));
    assertFalse(Files.exists(out.resolve("merged")));
  }

  @Test
  void platformsThatShareNoFileCanBeMerged() throws IOException {
    Path out = Workspace.folder("merged");
    Context context =
        Context.of(
            """
            FROM --platform=$BUILDPLATFORM busybox AS build
            ARG TARGETARCH
            RUN mkdir -p /out/bin && echo "$TARGETARCH" > /out/bin/app-$TARGETARCH
            FROM scratch
            COPY --from=build /out /
            """);
    root()
        .jbuild(
            "build",
            "-q",
            "--platform=linux/amd64,linux/arm64",
            "-o",
            "type=local,platform-split=false,dest=" + out + "/all",
            context.folder().toString())
        .succeeded();
    assertEquals("arm64\n", Files.readString(out.resolve("all/bin/app-arm64")));
    assertEquals("amd64\n", Files.readString(out.resolve("all/bin/app-amd64")));
  }

  @Test
  void annotationsStandWhereTheyAreAskedFor() throws IOException {
    Installation root = root();
    Path out = Workspace.folder("annotations");
    root.build(
        Context.of("FROM scratch\nCOPY Dockerfile /\n").folder(),
        "annotated",
        "--platform=linux/amd64,linux/arm64",
        "--annotation=a=all",
        "--annotation=manifest[linux/arm64],manifest-descriptor[linux/arm64]:b=arm",
        "--annotation=index,index-descriptor:c=index",
        "-o",
        "type=image",
        "-o",
        "type=oci,tar=false,annotation.d=here,dest=" + out + "/oci");

    JsonNode layout = json.readTree(Files.readString(out.resolve("oci/index.json")));
    assertEquals("index", layout.at("/manifests/0/annotations/c").asText());
    JsonNode index = json.readTree(raw("oci:" + out + "/oci"));
    assertEquals("{\"c\":\"index\"}", index.path("annotations").toString());
    assertEquals("{\"b\":\"arm\"}", index.at("/manifests/1/annotations").toString());
    assertTrue(index.at("/manifests/0/annotations").isMissingNode());
    assertEquals("{\"a\":\"all\",\"d\":\"here\"}", annotations(out.resolve("oci"), index, 0));
    assertEquals(
        "{\"a\":\"all\",\"b\":\"arm\",\"d\":\"here\"}", annotations(out.resolve("oci"), index, 1));
    Path store = root.store().resolve("images");
    assertEquals(
        "{\"a\":\"all\"}",
        annotations(store, json.readTree(raw("oci:" + store + ":annotated:latest")), 0));
  }

  private String annotations(Path layout, JsonNode index, int manifest) throws IOException {
    String digest = index.path("manifests").path(manifest).path("digest").asText();
    Path blob = layout.resolve("blobs").resolve(digest.replace(':', '/'));
    return json.readTree(Files.readString(blob)).path("annotations").toString();
  }

  @Test
  void oneOfOnePlatformIsAnIndexWhereThatIsAsked() throws IOException {
    Installation root = root();
    Path context = Context.of("FROM scratch\nCOPY Dockerfile /\n").folder();
    root.build(context, "as-index", "--build-arg", "BUILDKIT_MULTI_PLATFORM=1");
    root.build(context, "as-manifest", "--platform=linux/arm64/v8,linux/arm64");
    JsonNode index = json.readTree(raw("oci:" + root.store() + "/images:as-index:latest"));
    JsonNode manifest = json.readTree(raw("oci:" + root.store() + "/images:as-manifest:latest"));
    assertEquals(1, index.path("manifests").size());
    assertTrue(manifest.has("layers"));
  }

  @Test
  void failureOfOnePlatformNamesIt() {
    Context context =
        Context.of(
            """
            FROM --platform=$BUILDPLATFORM busybox
            ARG TARGETARCH
            RUN [ "$TARGETARCH" != arm64 ] || exit 7
            RUN [ "$TARGETARCH" = arm64 ] || sleep 100
            """);
    Command failed =
        root()
            .jbuild("build", "--platform=linux/amd64,linux/arm64", context.folder().toString())
            .exits(1);
    assertTrue(failed.err().contains("Dockerfile:3:1: error: `linux/amd64->arm64`: `/bin/sh -c"));
  }

  private static String[] with(String[] words, String last) {
    String[] all = java.util.Arrays.copyOf(words, words.length + 1);
    all[words.length] = last;
    return all;
  }
}
