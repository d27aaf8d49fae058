package io.jbuild.core.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jbuild.cache.Digest;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.progress.BuildListener;
import io.jbuild.core.registry.RegistryException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ReferrersTest {
  private static final Digest SUBJECT = Digest.of(new byte[] {1});
  private static final byte[] CONFIG = "{}".getBytes(StandardCharsets.UTF_8);

  private ScriptedRegistry registry;
  private RegistryClient client;

  @BeforeEach
  void start() throws IOException {
    registry = new ScriptedRegistry();
    client =
        new RegistryClient(
            RegistrySettings.DEFAULT,
            CredentialSource.ANONYMOUS,
            BuildListener.SILENT,
            new TestPace());
  }

  @AfterEach
  void stop() {
    client.close();
    registry.close();
  }

  @Test
  void pushedSignatureIsEnteredUnderTheFallbackTagOnce() throws Exception {
    byte[] first = signature("application/x.sig", "one");
    byte[] second = signature("", "two");
    push(first);
    push(second);
    push(first);
    List<Referrer> all = client.referrers(name(), SUBJECT, Optional.empty());
    assertEquals(
        List.of(Digest.of(first), Digest.of(second)),
        all.stream().map(r -> r.descriptor().digest()).toList());
    assertEquals(
        List.of("application/x.sig", "application/x.config"),
        all.stream().map(Referrer::artifactType).toList());
    assertEquals("one", all.getFirst().descriptor().annotations().get("note"));
    assertEquals(1, client.referrers(name(), SUBJECT, Optional.of("application/x.config")).size());
    assertEquals(List.of(), client.referrers(name(), Digest.of(new byte[] {2}), Optional.empty()));
  }

  @Test
  void registryThatKeepsTheListItselfIsLeftAlone() throws Exception {
    registry.teach(
        exchange -> {
          if (exchange.getRequestMethod().equals("PUT")) {
            exchange.getResponseHeaders().add("OCI-Subject", SUBJECT.toString());
          }
          return false;
        });
    push(signature("application/x.sig", "one"));
    assertFalse(registry.requests().stream().anyMatch(r -> r.contains("sha256-")));
  }

  @Test
  void pagesAreReadToTheirEnd() throws Exception {
    registry.teach(
        exchange -> {
          String path = exchange.getRequestURI().toString();
          if (!path.contains("/referrers/")) {
            return false;
          }
          boolean last = path.endsWith("n=2");
          if (!last) {
            String next = "</v2/app/referrers/" + SUBJECT + "?n=2>; rel=\"next\"";
            exchange.getResponseHeaders().add("Link", next);
          }
          Digest digest = Digest.of(new byte[] {(byte) (last ? 8 : 7)});
          ScriptedRegistry.send(
              exchange,
              200,
              "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\""
                  + MediaTypes.OCI_MANIFEST
                  + "\",\"digest\":\""
                  + digest
                  + "\",\"size\":5,\"artifactType\":\"t\"}]}");
          return true;
        });
    assertEquals(2, client.referrers(name(), SUBJECT, Optional.empty()).size());
  }

  @Test
  void listThatIsNoneIsReported() {
    registry.teach(
        exchange -> {
          ScriptedRegistry.send(exchange, 200, "<html>");
          return true;
        });
    var e =
        assertThrows(
            RegistryException.class, () -> client.referrers(name(), SUBJECT, Optional.empty()));
    assertEquals(Kind.BAD_CONTENT, e.kind());
  }

  private ImageName name() {
    return ImageName.parse(registry.host() + "/app:1");
  }

  private void push(byte[] manifest) throws IOException {
    Descriptor descriptor =
        Descriptor.of(MediaTypes.OCI_MANIFEST, Digest.of(manifest), manifest.length);
    registry.blob("app", CONFIG);
    client.push(
        name(),
        descriptor,
        List.of(),
        new PushContent() {
          private final Map<Digest, byte[]> documents = Map.of(descriptor.digest(), manifest);

          @Override
          public byte[] document(Descriptor wanted) {
            return documents.get(wanted.digest());
          }

          @Override
          public Path blob(Descriptor wanted) throws IOException {
            throw new IOException("all blobs are there");
          }

          @Override
          public List<String> repositories(Digest digest) {
            return List.of();
          }
        });
  }

  private static byte[] signature(String type, String note) {
    return ("{\"schemaVersion\":2,\"mediaType\":\""
            + MediaTypes.OCI_MANIFEST
            + "\","
            + (type.isEmpty() ? "" : "\"artifactType\":\"" + type + "\",")
            + "\"config\":{\"mediaType\":\"application/x.config\",\"digest\":\""
            + Digest.of(CONFIG)
            + "\",\"size\":2},\"layers\":[],\"subject\":{\"mediaType\":\""
            + MediaTypes.OCI_MANIFEST
            + "\",\"digest\":\""
            + SUBJECT
            + "\",\"size\":1},\"annotations\":{\"note\":\""
            + note
            + "\"}}")
        .getBytes(StandardCharsets.UTF_8);
  }
}
