package io.jbuild.core.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.Digest;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.cache.StoreException;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageAssembly;
import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.image.ImageJson;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Index;
import io.jbuild.core.image.Manifest;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.image.Platform;
import io.jbuild.core.image.PlatformMatch;
import io.jbuild.core.testing.Images;
import io.jbuild.core.testing.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageStoreTest {
  private static final Platform AMD64 = Platform.parse("linux/amd64");

  @TempDir private Path folder;
  private StoreDirectory directory;
  private ImageStore store;

  @BeforeEach
  void open() throws Exception {
    directory = StoreDirectory.open(folder.resolve("root"));
    store = ImageStore.of(directory);
  }

  @AfterEach
  void close() throws Exception {
    directory.close();
  }

  @Test
  void nameIsFoundHoweverItIsWritten() throws Exception {
    var image = image("a");
    store.tag(name("debian"), image.descriptor());
    for (String text : List.of("debian:latest", "docker.io/library/debian", "library/debian")) {
      assertEquals(
          Optional.of(image.id()), store.find(name(text), AMD64).map(ImageContent::id), text);
    }
    assertEquals(image.config(), store.find(name("debian"), AMD64).orElseThrow().config());
    assertEquals(Optional.empty(), store.find(name("debian:12")));
    String digest = "debian@" + image.descriptor().digest();
    assertEquals(image.descriptor(), store.find(name(digest)).orElseThrow().descriptor());
    assertEquals(Optional.empty(), store.find(name("other@" + image.descriptor().digest())));
  }

  @Test
  void namelessImageIsFoundByItsDigestInTheRepositoryItCameFrom() throws Exception {
    var image = image("a");
    String digest = "@" + image.descriptor().digest();
    store.add(image.descriptor());
    assertEquals(Optional.empty(), store.find(name("lan:5000/base" + digest)));
    store.origins().addPulled(image.descriptor().digest(), name("lan:5000/base" + digest));
    for (String text : List.of("lan:5000/base" + digest, "lan:5000/base:3" + digest)) {
      assertEquals(
          Optional.of(image.id()), store.find(name(text), AMD64).map(ImageContent::id), text);
    }
    assertEquals(Optional.empty(), store.find(name("lan:5000/other" + digest)));
  }

  @Test
  void movedTagLeavesTheEarlierImageWithoutName() throws Exception {
    var a = image("a");
    var b = image("b");
    store.tag(name("app"), a.descriptor());
    store.tag(name("app"), b.descriptor());
    assertEquals(
        List.of(
            new StoredImage(Optional.empty(), a.descriptor()),
            new StoredImage(Optional.of(name("app")), b.descriptor())),
        store.list());
    store.tag(name("old"), a.descriptor());
    assertEquals(2, store.list().size());
  }

  @Test
  void untaggedImageIsKeptOrNotAsAsked() throws Exception {
    var a = image("a");
    store.tag(name("x"), a.descriptor());
    store.tag(name("y"), a.descriptor());
    assertTrue(store.untag(name("x"), true));
    assertEquals(1, store.list().size());
    assertTrue(store.untag(name("y"), true));
    assertEquals(List.of(new StoredImage(Optional.empty(), a.descriptor())), store.list());
    assertFalse(store.untag(name("y"), true));
    assertTrue(store.remove(a.descriptor().digest()));
    assertEquals(List.of(), store.list());
  }

  @Test
  void idPrefixFindsImages() throws Exception {
    var a = image("a");
    store.add(a.descriptor());
    store.add(a.descriptor());
    assertEquals(1, store.findById(a.id().hex().substring(0, 12)).size());
    assertEquals(1, store.findById("sha256:" + a.id().hex()).size());
    assertEquals(1, store.findById(a.descriptor().digest().hex().substring(0, 12)).size());
    assertEquals(List.of(), store.findById("zz"));
  }

  @Test
  void indexGivesThePlatformThatIsHere() throws Exception {
    var amd64 = image("a");
    var arm =
        Images.store(
            directory.blobs(), Platform.parse("linux/arm/v7"), List.of(Images.layer("f", "arm")));
    byte[] bytes =
        ImageJson.write(
            new Index(
                MediaTypes.OCI_INDEX,
                List.of(amd64.descriptor(), arm.descriptor()),
                new TreeMap<>()));
    Descriptor index =
        Descriptor.of(MediaTypes.OCI_INDEX, directory.blobs().put(bytes), bytes.length);
    directory.blobs().delete(arm.descriptor().digest());
    store.tag(name("multi"), index);
    assertEquals(amd64.id(), store.find(name("multi"), AMD64).orElseThrow().id());
    assertEquals(Optional.empty(), store.find(name("multi"), Platform.parse("linux/arm/v7")));
    assertThrows(
        PlatformMatch.NoMatchException.class,
        () -> store.find(name("multi"), Platform.parse("linux/s390x")));
    assertEquals(1, store.contents(index).size());
    assertTrue(
        store
            .reachable()
            .blobs()
            .containsAll(List.of(index.digest(), amd64.id(), arm.descriptor().digest())));
  }

  @Test
  void imageWithoutADiffIdForEachLayerIsRefused() throws Exception {
    var image = Images.store(store.blobs(), AMD64, List.of(Images.layer("a", "1")));
    List<Descriptor> twice = new ArrayList<>(image.manifest().layers());
    twice.addAll(image.manifest().layers());
    byte[] manifest =
        ImageJson.write(
            new Manifest(
                MediaTypes.OCI_MANIFEST, image.manifest().config(), twice, new TreeMap<>()));
    var descriptor =
        Descriptor.of(MediaTypes.OCI_MANIFEST, store.blobs().put(manifest), manifest.length);
    var e =
        assertThrows(ImageFormatException.class, () -> store.content(descriptor, AMD64))
            .getMessage();
    assertTrue(e.endsWith("has 2 layers, but 1 diffIDs"), e);
  }

  @Test
  void manyWritersLoseNoTag() throws Exception {
    var image = image("a");
    List<Future<?>> tasks = new ArrayList<>();
    try (var pool = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 60; i++) {
        ImageName name = name("app:" + i);
        tasks.add(
            pool.submit(
                () -> {
                  ImageStore.of(directory).tag(name, image.descriptor());
                  return null;
                }));
      }
    }
    for (Future<?> task : tasks) {
      task.get();
    }
    assertEquals(60, store.list().size());
  }

  @Test
  void nothingIsTaggedBeforeItsManifestIsHere() {
    Descriptor absent = Descriptor.of(MediaTypes.OCI_MANIFEST, Digest.of(new byte[1]), 1);
    assertThrows(java.nio.file.NoSuchFileException.class, () -> store.tag(name("app"), absent));
  }

  @Test
  void damagedIndexIsNamed() throws Exception {
    Files.writeString(directory.images().resolve("index.json"), "{\"schemaVersion\":");
    var e = assertThrows(StoreException.class, () -> store.list());
    assertTrue(e.getMessage().contains("index.json"), e.getMessage());
  }

  @Test
  void skopeoAndUmociReadTheStore() throws Exception {
    Programs.require("skopeo", "umoci");
    var image = image("a");
    store.tag(name("app:1.0"), image.descriptor());
    store.tag(name("ghcr.io/me/app:2"), image.descriptor());
    for (String ref : List.of("app:1.0", "ghcr.io/me/app:2")) {
      String inspected =
          Programs.run("skopeo", "inspect", "--config", "oci:" + directory.images() + ":" + ref);
      assertTrue(inspected.contains("CMD [\\\"sh\\\"]"), inspected);
    }
    assertTrue(
        Programs.run("umoci", "ls", "--layout", directory.images().toString()).contains("app:1.0"));
  }

  @Test
  void imageThatSkopeoPutHereIsFound() throws Exception {
    Programs.require("skopeo");
    var image = image("a");
    store.tag(name("app:1.0"), image.descriptor());
    String layout = "oci:" + directory.images() + ":";
    Programs.run("skopeo", "copy", "--quiet", layout + "app:1.0", layout + "copied/app:3");
    assertTrue(store.find(name("copied/app:3"), AMD64).isPresent());
  }

  private ImageAssembly.Assembled image(String text) throws Exception {
    return Images.store(directory.blobs(), AMD64, List.of(Images.layer("f", text)));
  }

  private static ImageName name(String text) {
    return ImageName.parse(text);
  }
}
