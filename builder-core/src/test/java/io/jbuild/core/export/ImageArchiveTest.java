package io.jbuild.core.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.BlobStore;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageAssembly;
import io.jbuild.core.image.ImageJson;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Index;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.image.Platform;
import io.jbuild.core.store.ImageLoad;
import io.jbuild.core.store.ImageStore;
import io.jbuild.core.store.StoredImage;
import io.jbuild.core.testing.Images;
import io.jbuild.core.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives of several images, as skopeo and jbuild itself read them. */
final class ImageArchiveTest {
  private static final Platform AMD64 = Platform.parse("linux/amd64");
  private static final Platform ARM64 = Platform.parse("linux/arm64");

  @TempDir private Path folder;
  private StoreDirectory store;
  private BlobStore blobs;
  private ImageAssembly.Assembled amd64;
  private ImageAssembly.Assembled arm64;
  private Descriptor index;
  private ImageArchive archive;

  @BeforeEach
  void makeImages() throws IOException {
    store = StoreDirectory.open(folder.resolve("store"));
    blobs = store.blobs();
    amd64 = Images.store(blobs, AMD64, List.of(Images.layer("a", "amd64")));
    arm64 = Images.store(blobs, ARM64, List.of(Images.layer("a", "arm64")));
    byte[] bytes =
        ImageJson.write(
            new Index(
                MediaTypes.OCI_INDEX,
                List.of(
                    amd64.descriptor().withPlatform(AMD64), arm64.descriptor().withPlatform(ARM64)),
                new TreeMap<>()));
    index = Descriptor.of(MediaTypes.OCI_INDEX, blobs.put(bytes), bytes.length);
    archive =
        new ImageArchive(
            List.of(
                new ImageArchive.Saved(
                    amd64.descriptor(),
                    List.of(ImageName.parse("app:1"), ImageName.parse("lan:5000/app:2"))),
                new ImageArchive.Saved(index, List.of(ImageName.parse("many:1")))),
            blobs);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  @Test
  void skopeoFindsEachNameInADockerArchive() throws Exception {
    Programs.require("skopeo");
    Path file = folder.resolve("docker.tar");
    archive.writeDocker(Destination.file(file), ARM64);
    String tags = Programs.run("skopeo", "list-tags", "docker-archive:" + file);
    for (String name : List.of("app:1", "lan:5000/app:2", "many:1")) {
      assertTrue(tags.contains("\"" + name + "\""), tags);
      String config =
          Programs.run("skopeo", "inspect", "--config", "docker-archive:" + file + ":" + name);
      String wanted = name.startsWith("many") ? "arm64" : "amd64";
      assertTrue(config.contains("\"architecture\": \"" + wanted + "\""), name + ": " + config);
    }
  }

  @Test
  void skopeoCopiesWholeIndexesOutOfAnOciArchive() throws Exception {
    Programs.require("skopeo");
    Path file = folder.resolve("oci.tar");
    archive.writeOci(Destination.file(file));
    Programs.run(
        "skopeo", "copy", "--all", "oci-archive:" + file + ":1", "dir:" + folder + "/first");
    new ImageArchive(
            List.of(new ImageArchive.Saved(index, List.of(ImageName.parse("many:9")))), blobs)
        .writeOci(Destination.file(file));
    Programs.run("skopeo", "copy", "--all", "oci-archive:" + file + ":9", "dir:" + folder + "/all");
    assertArrayEquals(
        blobs.read(index.digest()), Files.readAllBytes(folder.resolve("all/manifest.json")));
  }

  @Test
  void whatIsLoadedIsWhatWasSaved() throws IOException {
    Path file = folder.resolve("docker.tar");
    archive.writeDocker(Destination.file(file), AMD64);
    byte[] once = Files.readAllBytes(file);
    archive.writeDocker(Destination.file(file), AMD64);
    assertArrayEquals(once, Files.readAllBytes(file));
    try (StoreDirectory other = StoreDirectory.open(folder.resolve("other"))) {
      ImageStore images = ImageStore.of(other);
      List<StoredImage> loaded = ImageLoad.load(file, images);
      assertEquals(
          List.of("app:1", "lan:5000/app:2", "many:1"),
          loaded.stream().map(image -> image.name().orElseThrow().familiar()).toList());
      assertEquals(index, loaded.getLast().descriptor());
      for (StoredImage image : loaded) {
        assertEquals(List.of(), ImageCheck.of(image.descriptor(), images).problems());
      }
    }
  }

  @Test
  void platformsThatAreNotHereAreLeftOut() throws IOException {
    Files.delete(blobs.path(arm64.descriptor().digest()));
    Path file = folder.resolve("docker.tar");
    archive.writeDocker(Destination.file(file), ARM64);
    try (StoreDirectory other = StoreDirectory.open(folder.resolve("other"))) {
      ImageStore images = ImageStore.of(other);
      ImageLoad.load(file, images);
      assertEquals(1, images.contents(index).size());
    }
    Files.delete(blobs.path(amd64.manifest().layers().getFirst().digest()));
    assertThrows(ExportException.class, () -> archive.writeDocker(Destination.file(file), AMD64));
  }
}
