package io.jbuild.core.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jbuild.cache.BlobStore;
import io.jbuild.cache.BlobWriter;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.export.ImageCheck;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageAssembly;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Platform;
import io.jbuild.core.progress.BuildListener;
import io.jbuild.core.registry.RegistryException.Kind;
import io.jbuild.core.store.ImageStore;
import io.jbuild.core.testing.Certificates;
import io.jbuild.core.testing.DockerRegistry;
import io.jbuild.core.testing.Images;
import io.jbuild.core.testing.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the real server of the distribution project, filled by skopeo. */
final class DockerRegistryTest {
  private static final Platform AMD64 = Platform.parse("linux/amd64");

  @TempDir private Path folder;
  private StoreDirectory source;
  private StoreDirectory target;
  private ImageAssembly.Assembled image;
  private DockerRegistry registry;

  @BeforeEach
  void prepare() throws Exception {
    Programs.require("skopeo");
    source = StoreDirectory.open(folder.resolve("source"));
    target = StoreDirectory.open(folder.resolve("target"));
    byte[] noise = new byte[3 << 20];
    new Random(1).nextBytes(noise);
    String text = Base64.getEncoder().encodeToString(noise);
    image =
        Images.store(
            source.blobs(), AMD64, List.of(Images.layer("a", "one"), Images.layer("b", text)));
    ImageStore.of(source).tag(ImageName.parse("app:1.0"), image.descriptor());
  }

  @AfterEach
  void stop() throws Exception {
    if (registry != null) {
      registry.close();
    }
    if (source != null) {
      source.close();
      target.close();
    }
  }

  @Test
  void imageIsPulledByteForByte() throws Exception {
    registry = DockerRegistry.open(folder);
    push("--dest-tls-verify=false");
    pull(CredentialSource.ANONYMOUS);
  }

  @Test
  void passwordOfDockersConfigOpensTheRegistry() throws Exception {
    registry = DockerRegistry.withPassword(folder, "me", "s3cret");
    push("--dest-tls-verify=false", "--dest-creds=me:s3cret");
    var anonymous = assertThrows(RegistryException.class, () -> pull(CredentialSource.ANONYMOUS));
    assertEquals(Kind.UNAUTHORIZED, anonymous.kind());
    pull(password());
  }

  @Test
  void layerThatWasSentWhileItWasWrittenIsPulledByteForByte() throws Exception {
    registry = DockerRegistry.withPassword(folder, "me", "s3cret");
    Descriptor layer = image.manifest().layers().getLast();
    byte[] bytes = source.blobs().read(layer.digest());
    // What a push would send of it now is no such layer.
    Files.write(source.blobs().path(layer.digest()), new byte[bytes.length]);
    Path other = Files.createDirectory(folder.resolve("other"));
    ImageName name = ImageName.parse(registry.host() + "/app:1.0");
    try (var client =
            new RegistryClient(RegistrySettings.DEFAULT, password(), BuildListener.SILENT);
        BlobWriter written = BlobStore.at(other, other).newBlob();
        EarlyUpload upload = client.sendEarly(name, written.follow())) {
      written.write(bytes);
      written.commit();
      var content = new StoredBlobs(source.blobs(), List.of());
      try (ImagePush push = client.begin(name, content, List.of(upload))) {
        push.push(image.descriptor(), List.of("1.0"));
      }
    }
    pull(password());
  }

  private CredentialSource password() throws IOException {
    String auth = Base64.getEncoder().encodeToString("me:s3cret".getBytes(StandardCharsets.UTF_8));
    Files.writeString(
        folder.resolve("config.json"),
        "{\"auths\":{\"" + registry.host() + "\":{\"auth\":\"" + auth + "\"}}}");
    return DockerConfig.in(
        folder,
        (command, input) -> {
          throw new IOException("no helper is needed");
        });
  }

  @Test
  void untrustedCertificateIsToldApart() throws Exception {
    registry = DockerRegistry.withTls(folder, Certificates.in(folder));
    push("--dest-tls-verify=false");
    var e = assertThrows(RegistryException.class, () -> pull(CredentialSource.ANONYMOUS));
    assertEquals(Kind.TLS, e.kind(), e.getMessage());
  }

  private void pull(CredentialSource credentials) throws Exception {
    try (var client =
        new RegistryClient(RegistrySettings.DEFAULT, credentials, BuildListener.SILENT)) {
      ImageName name = ImageName.parse(registry.host() + "/app:1.0");
      Resolved resolved = client.resolve(name, AMD64);
      assertArrayEquals(image.manifestBytes(), resolved.bytes());
      List<Descriptor> blobs = new ArrayList<>(resolved.manifest().layers());
      blobs.add(resolved.manifest().config());
      client.fetch(name, blobs, target.blobs());
      target.blobs().put(resolved.bytes());
      assertEquals(List.of(), ImageCheck.problems(resolved.descriptor(), target.blobs()));
    }
  }

  private void push(String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("skopeo", "copy", "--quiet"));
    command.addAll(List.of(options));
    command.add("--preserve-digests");
    command.add("oci:" + source.images() + ":app:1.0");
    command.add("docker://" + registry.host() + "/app:1.0");
    Programs.run(command.toArray(String[]::new));
  }
}
