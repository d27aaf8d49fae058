package io.jbuild.core.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.Digest;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.export.Destination;
import io.jbuild.core.export.DockerArchive;
import io.jbuild.core.export.Export;
import io.jbuild.core.export.Exporter;
import io.jbuild.core.export.ImageCheck;
import io.jbuild.core.export.OciArchive;
import io.jbuild.core.image.ContainerConfig;
import io.jbuild.core.image.ImageAssembly;
import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Platform;
import io.jbuild.core.layer.LayerException;
import io.jbuild.core.progress.BuildListener;
import io.jbuild.core.testing.Images;
import io.jbuild.core.testing.Programs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageLoadTest {
  private static final Platform AMD64 = Platform.parse("linux/amd64");
  private static final ImageName NAME = ImageName.parse("app:1.0");

  @TempDir private Path folder;
  private StoreDirectory from;
  private StoreDirectory to;
  private ImageStore store;
  private ImageAssembly.Assembled image;

  @BeforeEach
  void open() throws Exception {
    from = StoreDirectory.open(folder.resolve("from"));
    to = StoreDirectory.open(folder.resolve("to"));
    store = ImageStore.of(to);
    image =
        Images.store(
            from.blobs(), AMD64, List.of(Images.layer("a", "one"), Images.layer("b", "two")));
  }

  @AfterEach
  void close() throws Exception {
    from.close();
    to.close();
  }

  @Test
  void ociArchiveComesBackByteForByte() throws Exception {
    Path tar = export(OciArchive.archive(Destination.file(folder.resolve("oci.tar"))), "oci.tar");
    assertLoaded(ImageLoad.load(tar, store));
  }

  @Test
  void ociFolderComesBackByteForByte() throws Exception {
    Path layout = export(OciArchive.folder(folder.resolve("layout")), "layout");
    assertLoaded(ImageLoad.load(layout, store));
  }

  @Test
  void dockerArchiveComesBackByteForByte() throws Exception {
    Path tar = export(new DockerArchive(Destination.file(folder.resolve("d.tar"))), "d.tar");
    assertLoaded(ImageLoad.load(tar, store));
  }

  @Test
  void compressedArchiveIsLoadedFromAStream() throws Exception {
    Path tar = export(new DockerArchive(Destination.file(folder.resolve("d.tar"))), "d.tar");
    Path gz = folder.resolve("d.tar.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gz))) {
      Files.copy(tar, out);
    }
    assertLoaded(ImageLoad.load(gz, store));
  }

  @Test
  void oldDockerArchiveOfSkopeoIsLoaded() throws Exception {
    Programs.require("skopeo");
    Path layout = export(OciArchive.folder(folder.resolve("layout")), "layout");
    Path tar = folder.resolve("skopeo.tar");
    Programs.run(
        "skopeo", "copy", "--quiet", "oci:" + layout, "docker-archive:" + tar + ":app:1.0");
    List<StoredImage> loaded = ImageLoad.load(tar, store);
    assertEquals(Optional.of(NAME), loaded.getFirst().name());
    ImageContent content = store.find(NAME, AMD64).orElseThrow();
    assertEquals(image.config().diffIds(), content.config().diffIds());
    assertEquals(List.of(), ImageCheck.problems(content.descriptor(), to.blobs()));
  }

  @Test
  void oneImageOfALayoutIsTakenWithoutNamingIt() throws Exception {
    Path layout = export(OciArchive.folder(folder.resolve("layout")), "layout");
    String digest = image.descriptor().digest().toString();
    for (Optional<String> ref :
        List.of(Optional.<String>empty(), Optional.of("1.0"), Optional.of(digest))) {
      assertEquals(image.descriptor(), ImageLoad.fromLayout(layout, ref, store));
    }
    assertEquals(List.of(), store.list());
    var e =
        assertThrows(
            ImageFormatException.class,
            () -> ImageLoad.fromLayout(layout, Optional.of("2.0"), store));
    assertTrue(e.getMessage().endsWith("has no image `2.0`; available: `1.0`"), e.getMessage());
  }

  @Test
  void damagedLayerIsRefusedAndNothingIsNamed() throws Exception {
    Path layout = export(OciArchive.folder(folder.resolve("layout")), "layout");
    Digest layer = image.manifest().layers().getFirst().digest();
    Path blob = layout.resolve("blobs/sha256").resolve(layer.hex());
    byte[] bytes = Files.readAllBytes(blob);
    bytes[600] ^= 1;
    Files.write(blob, bytes);
    var e = assertThrows(ImageFormatException.class, () -> ImageLoad.load(layout, store));
    assertTrue(e.getMessage().contains("is damaged"), e.getMessage());
    assertEquals(List.of(), store.list());
    Files.delete(blob);
    e = assertThrows(ImageFormatException.class, () -> ImageLoad.load(layout, store));
    assertTrue(e.getMessage().contains("lacks the blob"), e.getMessage());
  }

  @Test
  void folderWhoseDocumentsNameFilesOutsideIsRefused() throws Exception {
    Path outside = Files.write(folder.resolve("outside.json"), image.configBytes());
    Path archive = Files.createDirectory(folder.resolve("archive"));
    for (String path : List.of("../outside.json", outside.toString())) {
      Files.writeString(
          archive.resolve("manifest.json"), "[{\"Config\":\"" + path + "\",\"Layers\":[]}]");
      var e = assertThrows(ImageFormatException.class, () -> ImageLoad.load(archive, store));
      assertTrue(e.getMessage().contains("lacks"), e.getMessage());
    }
  }

  @Test
  void whatIsNoImageArchiveIsRefused() throws Exception {
    Path file = folder.resolve("x");
    Files.write(file, new byte[2000]);
    refused(file);
    Files.writeString(file, "hello");
    refused(file);
    Files.write(file, Images.layer("etc", "x"));
    refused(file);
    refused(Files.createDirectory(folder.resolve("empty")));
    assertThrows(
        java.nio.file.NoSuchFileException.class,
        () -> ImageLoad.load(folder.resolve("absent"), store));
  }

  @Test
  void anyDamageToAnArchiveIsOneErrorOrNoHarm() throws Exception {
    Path tar = export(new DockerArchive(Destination.file(folder.resolve("d.tar"))), "d.tar");
    byte[] good = Files.readAllBytes(tar);
    Path bad = folder.resolve("bad.tar");
    Random random = new Random(5);
    for (int round = 0; round < 150; round++) {
      byte[] bytes = good.clone();
      for (int i = random.nextInt(6); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Files.write(bad, bytes);
      try {
        ImageLoad.load(bad, store);
      } catch (ImageFormatException | LayerException e) {
        assertTrue(e.getMessage() != null && !e.getMessage().contains("java"), e.getMessage());
      }
      for (StoredImage stored : store.list()) {
        assertEquals(List.of(), ImageCheck.problems(stored.descriptor(), to.blobs()));
      }
    }
  }

  @Test
  void rootfsTarBecomesAnImageOfOneLayer() throws Exception {
    byte[] tar = Images.layer("hello", "world");
    var gz = new java.io.ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(gz)) {
      out.write(tar);
    }
    for (byte[] source : List.of(tar, gz.toByteArray())) {
      var descriptor =
          RootfsImport.store(
              new ByteArrayInputStream(source),
              AMD64,
              ContainerConfig.EMPTY,
              Images.TIME,
              "imported from x.tar",
              store);
      assertEquals(List.of(), ImageCheck.problems(descriptor, to.blobs()));
      ImageContent content = store.content(descriptor);
      assertEquals(List.of(Digest.of(tar)), content.config().diffIds());
      assertArrayEquals(tar, to.blobs().read(Digest.of(tar)));
    }
    assertEquals(1, store.list().size());
  }

  @Test
  void importOfWhatIsNoRootfsSaysWhatToDo() throws Exception {
    Path archive = export(OciArchive.archive(Destination.file(folder.resolve("o.tar"))), "o.tar");
    String hint =
        assertThrows(IOException.class, () -> imported(Files.readAllBytes(archive))).getMessage();
    assertTrue(hint.contains("`jbuild load`"), hint);
    assertThrows(IOException.class, () -> imported("no tar at all".getBytes()));
    assertThrows(IOException.class, () -> imported(new byte[0]));
    assertEquals(List.of(), store.list());
  }

  private void imported(byte[] tar) throws IOException {
    RootfsImport.store(
        new ByteArrayInputStream(tar), AMD64, ContainerConfig.EMPTY, Images.TIME, "", store);
  }

  private void refused(Path source) {
    var e = assertThrows(IOException.class, () -> ImageLoad.load(source, store));
    assertTrue(e instanceof ImageFormatException || e instanceof LayerException, e.toString());
    assertEquals(1, e.getMessage().lines().count());
  }

  private void assertLoaded(List<StoredImage> loaded) throws Exception {
    assertEquals(List.of(new StoredImage(Optional.of(NAME), image.descriptor())), loaded);
    assertEquals(List.of(), ImageCheck.problems(image.descriptor(), to.blobs()));
    assertArrayEquals(image.manifestBytes(), to.blobs().read(image.descriptor().digest()));
    assertEquals(image.id(), store.find(NAME, AMD64).orElseThrow().id());
  }

  private Path export(Exporter exporter, String file) throws IOException {
    exporter.export(
        new Export(
            image.descriptor(),
            List.of(NAME),
            from.blobs(),
            () -> {
              throw new IllegalStateException("no files are asked for");
            },
            BuildListener.SILENT));
    return folder.resolve(file);
  }
}
