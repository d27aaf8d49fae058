package io.jbuild.core.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class ImageJsonTest {
  private static final Digest A = Digest.of(new byte[] {1});
  private static final Digest B = Digest.of(new byte[] {2});

  static ImageConfig fullConfig() {
    var container =
        new ContainerConfig(
            "app:app",
            new TreeSet<>(List.of("80/tcp", "53/udp")),
            List.of("PATH=/bin", "X=a<b>&c"),
            Optional.of(List.of("/entry")),
            Optional.of(List.of()),
            new TreeSet<>(List.of("/data")),
            "/work dir",
            new TreeMap<>(java.util.Map.of("b", "2", "a", "é\u2028\ud83d\ude00")),
            "SIGINT",
            Optional.of(
                new Healthcheck(List.of("CMD", "true"), 30_000_000_000L, 5_000_000_000L, 1, 2, 3)),
            List.of("RUN x"),
            List.of("/bin/bash", "-c"),
            true);
    return new ImageConfig(
        Platform.of("linux", "arm", "v7"),
        Optional.of(Instant.parse("2024-02-03T04:05:06.120Z")),
        "someone",
        container,
        List.of(A, B),
        List.of(
            new History(
                Optional.of(Instant.parse("2024-01-01T00:00:00Z")),
                "RUN a && b",
                "buildkit.dockerfile.v0",
                "",
                false),
            new History(Optional.empty(), "CMD [\"x\"]", "", "me", true),
            new History(Optional.empty(), "COPY", "", "", false)));
  }

  @Test
  void configIsWrittenAsGoProgramsWriteIt() {
    assertEquals(
        "{\"architecture\":\"arm\",\"author\":\"someone\",\"config\":{\"User\":\"app:app\","
            + "\"ExposedPorts\":{\"53/udp\":{},\"80/tcp\":{}},"
            + "\"Env\":[\"PATH=/bin\",\"X=a\\u003cb\\u003e\\u0026c\"],\"Entrypoint\":[\"/entry\"],"
            + "\"Cmd\":[],\"Volumes\":{\"/data\":{}},\"WorkingDir\":\"/work dir\","
            + "\"Labels\":{\"a\":\"é\\u2028\ud83d\ude00\",\"b\":\"2\"},\"StopSignal\":\"SIGINT\","
            + "\"ArgsEscaped\":true,\"Healthcheck\":{\"Test\":[\"CMD\",\"true\"],"
            + "\"Interval\":30000000000,\"Timeout\":5000000000,\"StartPeriod\":1,"
            + "\"StartInterval\":2,\"Retries\":3},\"OnBuild\":[\"RUN x\"],"
            + "\"Shell\":[\"/bin/bash\",\"-c\"]},\"created\":\"2024-02-03T04:05:06.12Z\","
            + "\"history\":[{\"created\":\"2024-01-01T00:00:00Z\","
            + "\"created_by\":\"RUN a \\u0026\\u0026 b\",\"comment\":\"buildkit.dockerfile.v0\"},"
            + "{\"created_by\":\"CMD [\\\"x\\\"]\",\"author\":\"me\",\"empty_layer\":true},"
            + "{\"created_by\":\"COPY\"}],\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\","
            + "\"diff_ids\":[\""
            + A
            + "\",\""
            + B
            + "\"]},\"variant\":\"v7\"}",
        text(ImageJson.write(fullConfig())));
  }

  @Test
  void configReadsBackAsItWasWritten() throws Exception {
    byte[] bytes = ImageJson.write(fullConfig());
    assertEquals(fullConfig(), ImageJson.readConfig(bytes));
    assertArrayEquals(bytes, ImageJson.write(ImageJson.readConfig(bytes)));
  }

  @Test
  void nullsUnknownFieldsAndTimeZonesOfRealConfigsAreRead() throws Exception {
    ImageConfig config =
        ImageJson.readConfig(
            bytes(
                """
                {"architecture":"amd64","os":"linux","docker_version":"20","container_config":{"x":[1]},
                 "config":{"Hostname":"","Cmd":["sh"],"Entrypoint":null,"Env":null,"Volumes":null,
                 "Labels":null,"OnBuild":null,"AttachStdin":false},
                 "created":"2020-01-01T01:00:00.5+01:00","rootfs":{"type":"layers","diff_ids":[]}}
                """));
    assertEquals(Optional.of(Instant.parse("2020-01-01T00:00:00.5Z")), config.created());
    assertEquals(Optional.empty(), config.config().entrypoint());
    assertEquals(Optional.of(List.of("sh")), config.config().cmd());
  }

  @Test
  void loneSurrogatesBecomeTheReplacementCharacter() {
    assertEquals("\"a\ufffdb\"", text(new JsonText().value("a\udc80b").bytes()));
  }

  @Test
  void manifestAndIndexReadBackAsTheyWereWritten() throws Exception {
    Manifest manifest =
        new Manifest(
            MediaTypes.OCI_MANIFEST,
            Descriptor.of(MediaTypes.OCI_CONFIG, A, 7),
            List.of(
                Descriptor.of(MediaTypes.OCI_LAYER_TAR, B, 9_000_000_000L)
                    .withAnnotation("k", "v")),
            new TreeMap<>(java.util.Map.of("x", "y")));
    assertEquals(
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
            + "\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\""
            + A
            + "\",\"size\":7},\"layers\":[{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar\","
            + "\"digest\":\""
            + B
            + "\",\"size\":9000000000,\"annotations\":{\"k\":\"v\"}}],\"annotations\":{\"x\":\"y\"}}",
        text(ImageJson.write(manifest)));
    assertEquals(manifest, ImageJson.readManifest(ImageJson.write(manifest)));
    Index index =
        new Index(
            MediaTypes.OCI_INDEX,
            List.of(
                Descriptor.of(MediaTypes.OCI_MANIFEST, A, 7)
                    .withPlatform(Platform.parse("linux/arm/v6"))),
            new TreeMap<>());
    assertEquals(index, ImageJson.readIndex(ImageJson.write(index)));
  }

  @Test
  void dockerSchemaTwoIsReadLikewise() throws Exception {
    Manifest manifest =
        ImageJson.readManifest(
            bytes(
                """
                {"schemaVersion":2,"mediaType":"application/vnd.docker.distribution.manifest.v2+json",
                 "config":{"mediaType":"application/vnd.docker.container.image.v1+json","size":1,"digest":"%s"},
                 "layers":[{"mediaType":"application/vnd.docker.image.rootfs.diff.tar.gzip","size":2,"digest":"%s"}]}
                """
                    .formatted(A, B)));
    assertEquals(MediaTypes.DOCKER_MANIFEST, manifest.mediaType());
    assertEquals(B, manifest.layers().getFirst().digest());
  }

  @Test
  void badDocumentsAreRefusedWithAMessageForPeople() {
    refused("", "the manifest is empty");
    refused("<html><body>502</body></html>", "the manifest is an HTML or XML page, not JSON");
    refused("{\"schemaVersion\":2,", "the manifest is not JSON");
    refused("[]", "the manifest is not a JSON object");
    refused("{} {}", "the manifest goes on after its end");
    refused("{}", "the manifest is neither an image manifest nor an index");
    refused("{\"schemaVersion\":1}", "the manifest is of docker's schema 1");
    refused(
        "{\"schemaVersion\":2,\"layers\":[],\"manifests\":[]}",
        "the manifest is a manifest and an index at once");
    refused("{\"a\":1,\"a\":2}", "the manifest names a field twice: Duplicate field `a`");
    refused("[".repeat(100_000), "the manifest is nested more than 64 levels deep");
    refused("{\"schemaVersion\":2,\"layers\":[]}", "the manifest lacks `config`");
    refused(
        "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"a\",\"size\":\"7\",\"digest\":\"x\"}}",
        "the manifest: `config.size` must be an integer, not a string");
    refused(
        "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"a\",\"size\":7,\"digest\":\"md5:x\"}}",
        "the manifest: `config.digest` is not a sha256 digest: `md5:x`");
    refused(
        "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"a\",\"size\":99999999999999999999,\"digest\":\"\"}}",
        "the manifest: `config.size` must be an integer, not a number that is no 64-bit integer");
  }

  @Test
  void anyDamageToADocumentGivesAValueOrOneClearError() {
    Random random = new Random(42);
    byte[] config = ImageJson.write(fullConfig());
    byte[] manifest =
        ImageJson.write(ImageAssembly.assemble(fullConfig(), List.of(desc(A), desc(B))).manifest());
    for (int round = 0; round < 20_000; round++) {
      byte[] damaged = damage((round % 2 == 0 ? config : manifest).clone(), random);
      try {
        if (round % 2 == 0) {
          ImageJson.readConfig(damaged);
        } else {
          ImageJson.kind(damaged);
          ImageJson.readManifest(damaged);
        }
      } catch (ImageFormatException e) {
        assertTrue(e.getMessage().startsWith("the "), e.getMessage());
        assertTrue(!e.getMessage().contains("java"), e.getMessage());
      }
    }
  }

  private static byte[] damage(byte[] bytes, Random random) {
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] = (byte) "{}[]\",:0-e.tfn\\".charAt(random.nextInt(15));
        case 2 -> bytes = java.util.Arrays.copyOf(bytes, at + 1);
        default -> {
          int length = Math.min(random.nextInt(20), bytes.length - at);
          System.arraycopy(bytes, at, bytes, random.nextInt(bytes.length - length + 1), length);
        }
      }
    }
    return bytes;
  }

  private static Descriptor desc(Digest digest) {
    return Descriptor.of(MediaTypes.OCI_LAYER_TAR, digest, 5);
  }

  private static void refused(String json, String message) {
    var e =
        assertThrows(ImageFormatException.class, () -> ImageJson.readManifest(bytes(json)), json);
    assertTrue(e.getMessage().startsWith(message), e.getMessage());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
