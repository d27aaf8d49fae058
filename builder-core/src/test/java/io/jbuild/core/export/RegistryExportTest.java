package io.jbuild.core.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.compress.Compression;
import io.jbuild.core.image.Annotation;
import io.jbuild.core.image.Annotations;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageAssembly;
import io.jbuild.core.image.ImageJson;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Index;
import io.jbuild.core.image.Manifest;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.image.Platform;
import io.jbuild.core.pin.Pinner;
import io.jbuild.core.progress.BuildEvent;
import io.jbuild.core.progress.BuildListener;
import io.jbuild.core.registry.CredentialSource;
import io.jbuild.core.registry.Credentials;
import io.jbuild.core.registry.RegistryClient;
import io.jbuild.core.registry.RegistrySettings;
import io.jbuild.core.store.ImageStore;
import io.jbuild.core.testing.DockerRegistry;
import io.jbuild.core.testing.Images;
import io.jbuild.core.testing.Programs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushes to the real server of the distribution project; skopeo and buildah read them. */
final class RegistryExportTest {
  private static final Platform AMD64 = Platform.parse("linux/amd64");

  private final List<BuildEvent> events = Collections.synchronizedList(new ArrayList<>());
  @TempDir private Path folder;
  private StoreDirectory store;
  private ImageStore images;
  private DockerRegistry registry;
  private ImageAssembly.Assembled image;

  @BeforeEach
  void prepare() throws Exception {
    Programs.require("docker-registry");
    store = StoreDirectory.open(folder.resolve("store"));
    images = ImageStore.of(store);
    image = image(1 << 20);
  }

  @AfterEach
  void stop() throws Exception {
    if (registry != null) {
      registry.close();
    }
    if (store != null) {
      store.close();
    }
  }

  @Test
  void skopeoAndBuildahPullWhatWasPushed() throws Exception {
    Programs.require("skopeo", "buildah");
    registry = DockerRegistry.open(folder);
    Descriptor pushed = push("app:1.0", ImageForm.OF_REGISTRIES);
    String name = "docker://" + registry.host() + "/app:1.0";
    String raw = Programs.run("skopeo", "inspect", "--tls-verify=false", "--raw", name);
    assertEquals(new String(store.blobs().read(pushed.digest()), StandardCharsets.UTF_8), raw);
    Path copy = folder.resolve("copy");
    Programs.run(
        "skopeo",
        "copy",
        "-q",
        "--src-tls-verify=false",
        "--preserve-digests",
        name,
        "oci:" + copy);
    Manifest manifest = ImageJson.readManifest(store.blobs().read(pushed.digest()));
    for (Descriptor layer : manifest.layers()) {
      assertEquals(MediaTypes.OCI_LAYER_GZIP, layer.mediaType());
      assertArrayEquals(
          store.blobs().read(layer.digest()),
          Files.readAllBytes(copy.resolve("blobs/sha256").resolve(layer.digest().hex())));
    }
    assertEquals(image.id(), manifest.config().digest());
    Programs.run(
        "buildah",
        "--root",
        folder.resolve("buildah").toString(),
        "--runroot",
        folder.resolve("run").toString(),
        "--storage-driver",
        "vfs",
        "pull",
        "-q",
        "--tls-verify=false",
        name);
  }

  @Test
  void whatSkopeoBringsBackIsPulledByteForByte() throws Exception {
    Programs.require("skopeo");
    registry = DockerRegistry.open(folder);
    Descriptor pushed = push("app:1.0", ImageForm.OF_REGISTRIES);
    String there = "docker://" + registry.host() + "/";
    Programs.run(
        "skopeo",
        "copy",
        "-q",
        "--src-tls-verify=false",
        "--dest-tls-verify=false",
        there + "app:1.0",
        there + "back:2.0");
    try (StoreDirectory other = StoreDirectory.open(folder.resolve("other"));
        RegistryClient client = client(BuildListener.SILENT)) {
      Descriptor pulled = pull(other, client, "back:2.0");
      assertEquals(pushed.digest(), pulled.digest());
      assertEquals(List.of(), ImageCheck.problems(pulled, other.blobs()));
      // Pulled, it goes on byte for byte, whatever form own layers would get.
      Descriptor again = push(other, pulled, "on/wards:3", ImageForm.OF_REGISTRIES);
      assertEquals(pushed.digest(), again.digest());
    }
  }

  @Test
  void layerIsReadyToGoBeforeTheNextIsCompressed() throws Exception {
    List<String> ready = new ArrayList<>();
    List<Integer> stored = new ArrayList<>();
    var conversion = new ImageConversion(store, images, BuildListener.SILENT);
    conversion.convert(
        image.descriptor(),
        ImageForm.OF_REGISTRIES,
        blob -> {
          ready.add(blob.mediaType());
          stored.add(store.blobs().list().size());
        });
    assertEquals(
        List.of(MediaTypes.OCI_CONFIG, MediaTypes.OCI_LAYER_GZIP, MediaTypes.OCI_LAYER_GZIP),
        ready);
    assertEquals(
        List.of(1, 1), List.of(stored.get(1) - stored.get(0), stored.get(2) - stored.get(1)));
  }

  @Test
  void secondPushCompressesAndSendsNothing() throws Exception {
    registry = DockerRegistry.open(folder);
    Descriptor first = push("app:1.0", ImageForm.OF_REGISTRIES);
    assertTrue(transfers("compress layer") > 0 && transfers("push") > 0, events::toString);
    events.clear();
    assertEquals(first, push("app:2.0", ImageForm.OF_REGISTRIES));
    assertEquals(0, transfers(""), events::toString);
    events.clear();
    push("other/place:1", ImageForm.OF_REGISTRIES);
    assertEquals(0, transfers(""), events::toString);
    assertTrue(events.toString().contains("Mounted from app"), events::toString);
  }

  @Test
  void plainPushStaysOneOfOwnLayers() throws Exception {
    registry = DockerRegistry.open(folder);
    var plain = new ImageForm(Optional.of(Compression.Kind.UNCOMPRESSED.usual()), false, true);
    assertEquals(image.descriptor().digest(), push("app:1.0", plain).digest());
    assertNotEquals(image.descriptor().digest(), push("app:1.0", ImageForm.OF_REGISTRIES).digest());
  }

  @Test
  void layersOfOthersAreCompressedAnewOnlyByForce() throws Exception {
    registry = DockerRegistry.open(folder);
    Descriptor pushed = push("app:1.0", ImageForm.OF_REGISTRIES);
    Compression zstd = Compression.Kind.ZSTD.usual();
    try (StoreDirectory other = StoreDirectory.open(folder.resolve("other"));
        RegistryClient client = client(BuildListener.SILENT)) {
      Descriptor pulled = pull(other, client, "app:1.0");
      var gently = new ImageForm(Optional.of(zstd), false, true);
      assertEquals(pushed.digest(), push(other, pulled, "app:2.0", gently).digest());
      var forced = new ImageForm(Optional.of(zstd), true, true);
      Descriptor made = push(other, pulled, "app:3.0", forced);
      Manifest manifest = ImageJson.readManifest(other.blobs().read(made.digest()));
      assertTrue(
          manifest.layers().stream()
              .allMatch(layer -> layer.mediaType().equals(MediaTypes.OCI_LAYER_ZSTD)));
      assertEquals(List.of(), ImageCheck.problems(made, other.blobs()));
    }
  }

  @Test
  void dockersMediaTypesAreThoseOfSchema2() throws Exception {
    Programs.require("skopeo");
    registry = DockerRegistry.open(folder);
    Descriptor pushed = push("app:1.0", new ImageForm(Optional.of(Compression.GZIP), false, false));
    assertEquals(MediaTypes.DOCKER_MANIFEST, pushed.mediaType());
    Manifest manifest = ImageJson.readManifest(store.blobs().read(pushed.digest()));
    assertEquals(MediaTypes.DOCKER_CONFIG, manifest.config().mediaType());
    assertEquals(MediaTypes.DOCKER_LAYER_GZIP, manifest.layers().getFirst().mediaType());
    Programs.run(
        "skopeo", "inspect", "--tls-verify=false", "docker://" + registry.host() + "/app:1.0");
  }

  @Test
  void passwordOpensTheRegistryForAPush() throws Exception {
    registry = DockerRegistry.withPassword(folder, "me", "s3cret");
    CredentialSource me = host -> Optional.of(new Credentials.Password("me", "s3cret"));
    try (var client = new RegistryClient(RegistrySettings.DEFAULT, me, BuildListener.SILENT)) {
      Descriptor pushed = push(store, image.descriptor(), "app:1.0", client);
      assertTrue(store.blobs().has(pushed.digest()));
      client.resolve(ImageName.parse(registry.host() + "/app:1.0"), AMD64);
    }
  }

  @Test
  void registryThatIsRestartedInTheMiddleGetsAllOfIt() throws Exception {
    registry = DockerRegistry.open(folder);
    image = image(24 << 20);
    AtomicBoolean once = new AtomicBoolean();
    BuildListener restart = event -> restartAfter(event, "push ", once);
    Descriptor pushed;
    try (RegistryClient client = client(restart)) {
      pushed = push(store, image.descriptor(), "app:1.0", client);
    }
    assertTrue(once.get());
    once.set(false);
    try (StoreDirectory other = StoreDirectory.open(folder.resolve("other"));
        RegistryClient client = client(event -> restartAfter(event, "pull ", once))) {
      Descriptor pulled = pull(other, client, "app:1.0");
      assertTrue(once.get());
      assertEquals(pushed.digest(), pulled.digest());
      assertEquals(List.of(), ImageCheck.problems(pulled, other.blobs()));
    }
  }

  private void restartAfter(BuildEvent event, String what, AtomicBoolean once) {
    if (event instanceof BuildEvent.Transfer t
        && t.what().startsWith(what)
        && t.done() > t.total() / 4
        && once.compareAndSet(false, true)) {
      try {
        registry.kill();
        registry.start();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void indexPulledForOnePlatformIsPushedWhole() throws Exception {
    Programs.require("skopeo");
    registry = DockerRegistry.open(folder);
    var arm = Images.store(store.blobs(), Platform.parse("linux/arm64"), List.of(layer("c", 999)));
    byte[] bytes =
        ImageJson.write(
            new io.jbuild.core.image.Index(
                MediaTypes.OCI_INDEX,
                List.of(image.descriptor(), arm.descriptor()),
                new java.util.TreeMap<>()));
    Descriptor index = Descriptor.of(MediaTypes.OCI_INDEX, store.blobs().put(bytes), bytes.length);
    Descriptor pushed = push(store, index, "multi:1", ImageForm.OF_REGISTRIES);
    try (StoreDirectory other = StoreDirectory.open(folder.resolve("other"));
        RegistryClient client = client(BuildListener.SILENT)) {
      pull(other, client, "multi:1");
      ImageStore theirs = ImageStore.of(other);
      Descriptor named =
          theirs.find(ImageName.parse(registry.host() + "/multi:1")).orElseThrow().descriptor();
      assertEquals(pushed.digest(), named.digest());
      assertFalse(theirs.contents(named).size() > 1);
      assertEquals(pushed.digest(), push(other, named, "new/home:1", client).digest());
      // Now the other platform's manifest is here, and no more of it.
      assertEquals(pushed.digest(), push(other, named, "third/home:1", client).digest());
    }
    Programs.run(
        "skopeo",
        "copy",
        "-q",
        "--all",
        "--src-tls-verify=false",
        "docker://" + registry.host() + "/new/home:1",
        "oci:" + folder.resolve("all"));
  }

  @Test
  void imagesPushedByDigestBecomeOneIndex() throws Exception {
    Programs.require("skopeo");
    registry = DockerRegistry.open(folder);
    var arm = Images.store(store.blobs(), Platform.parse("linux/arm64"), List.of(layer("c", 999)));
    try (RegistryClient client = client(BuildListener.SILENT)) {
      Descriptor first = pushByDigest(image.descriptor(), client);
      Descriptor second = pushByDigest(arm.descriptor(), client);
      var creation = new IndexCreation(client, store.blobs());
      creation.add(ImageName.parse(registry.host() + "/app@" + first.digest()));
      creation.add(ImageName.parse(registry.host() + "/app@" + second.digest()));
      Descriptor index = creation.push(ImageName.parse(registry.host() + "/all/app:1"));
      assertEquals(MediaTypes.OCI_INDEX, index.mediaType());
      var again = new IndexCreation(client, store.blobs());
      again.add(ImageName.parse(registry.host() + "/all/app:1"));
      assertEquals(index, again.push(ImageName.parse(registry.host() + "/app:2")));
      ImageName two = ImageName.parse(registry.host() + "/app:2");
      assertEquals(
          second.digest(),
          client.resolve(two, Platform.parse("linux/arm64")).descriptor().digest());
      assertEquals(first.digest(), client.resolve(two, AMD64).descriptor().digest());
      again.annotate(
          new Annotations(
              List.of(
                  Annotation.parse("index:a=1").getFirst(),
                  Annotation.parse("manifest-descriptor[linux/arm64]:b=2").getFirst())));
      Index annotated = ImageJson.readIndex(again.index());
      assertEquals(Map.of("a", "1"), annotated.annotations());
      assertEquals(Map.of(), annotated.manifests().getFirst().annotations());
      assertEquals(Map.of("b", "2"), annotated.manifests().getLast().annotations());
    }
    Programs.run(
        "skopeo",
        "copy",
        "-q",
        "--all",
        "--src-tls-verify=false",
        "docker://" + registry.host() + "/all/app:1",
        "oci:" + folder.resolve("all"));
  }

  private Descriptor pushByDigest(Descriptor what, RegistryClient client) throws Exception {
    var export =
        new RegistryExport(
            images, new ImageConversion(store, images, BuildListener.SILENT), () -> client);
    List<ImageName> names = List.of(ImageName.parse(registry.host() + "/app"));
    return export.push(what, names, ImageForm.OF_REGISTRIES, true, List.of());
  }

  private Descriptor pull(StoreDirectory into, RegistryClient client, String name)
      throws Exception {
    ImageName parsed = ImageName.parse(registry.host() + "/" + name);
    var pinner = new Pinner(ImageStore.of(into), () -> client, Map.of(), true);
    var content = pinner.resolve(parsed, AMD64);
    client.fetch(parsed, content.manifest().layers(), into.blobs());
    return content.descriptor();
  }

  private long transfers(String what) {
    return events.stream()
        .filter(e -> e instanceof BuildEvent.Transfer t && t.what().startsWith(what))
        .count();
  }

  private Descriptor push(String name, ImageForm form) throws Exception {
    return push(store, image.descriptor(), name, form);
  }

  private Descriptor push(StoreDirectory from, Descriptor what, String name, ImageForm form)
      throws Exception {
    try (RegistryClient client = client(events::add)) {
      return push(from, what, name, form, client);
    }
  }

  private Descriptor push(StoreDirectory from, Descriptor what, String name, RegistryClient client)
      throws Exception {
    return push(from, what, name, ImageForm.OF_REGISTRIES, client);
  }

  private Descriptor push(
      StoreDirectory from, Descriptor what, String name, ImageForm form, RegistryClient client)
      throws Exception {
    ImageStore own = ImageStore.of(from);
    var export = new RegistryExport(own, new ImageConversion(from, own, events::add), () -> client);
    return export.push(
        what, List.of(ImageName.parse(registry.host() + "/" + name)), form, false, List.of());
  }

  private static RegistryClient client(BuildListener listener) {
    return new RegistryClient(RegistrySettings.DEFAULT, CredentialSource.ANONYMOUS, listener);
  }

  private ImageAssembly.Assembled image(int size) throws Exception {
    return Images.store(store.blobs(), AMD64, List.of(Images.layer("a", "one"), layer("b", size)));
  }

  /** Does not compress well. */
  private static byte[] layer(String path, int size) throws Exception {
    byte[] noise = new byte[size];
    new Random(1).nextBytes(noise);
    return Images.layer(path, Base64.getEncoder().encodeToString(noise));
  }
}
