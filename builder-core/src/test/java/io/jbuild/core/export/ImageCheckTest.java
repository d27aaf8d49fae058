package io.jbuild.core.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.BlobStore;
import io.jbuild.cache.Digest;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageAssembly;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.image.Platform;
import io.jbuild.core.store.ImageStore;
import io.jbuild.core.testing.Images;
import io.jbuild.core.testing.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What skopeo cannot copy {@code image check} refuses, and of what it copies only what is listed.
 */
final class ImageCheckTest {
  /** skopeo believes sizes and configs, and takes any bytes for a layer. */
  private static final Set<Damage> SEEN_BY_US_ALONE =
      Set.of(
          Damage.WRONG_LAYER_SIZE,
          Damage.SWAPPED_DIFF_IDS,
          Damage.MISSING_DIFF_ID,
          Damage.NO_TAR,
          Damage.TOO_MUCH_HISTORY,
          Damage.PLATFORM,
          Damage.NO_LAYERS_FIELD,
          Damage.WRONG_TYPE_IN_CONFIG);

  /** One thing that is wrong. */
  enum Damage {
    NONE,
    FLIPPED_LAYER,
    SHORT_LAYER,
    MISSING_LAYER,
    FLIPPED_CONFIG,
    MISSING_CONFIG,
    FLIPPED_MANIFEST,
    MISSING_MANIFEST,
    WRONG_LAYER_SIZE,
    WRONG_CONFIG_SIZE,
    SWAPPED_DIFF_IDS,
    MISSING_DIFF_ID,
    TOO_MUCH_HISTORY,
    NO_TAR,
    BAD_DIGEST,
    WRONG_TYPE_IN_CONFIG,
    NO_CONFIG,
    NO_LAYERS_FIELD,
    PLATFORM
  }

  @TempDir private Path folder;
  private StoreDirectory store;
  private BlobStore blobs;
  private ImageAssembly.Assembled image;

  @BeforeEach
  void makeAnImage() throws IOException {
    store = StoreDirectory.open(folder.resolve("store"));
    blobs = store.blobs();
    image =
        Images.store(
            blobs,
            Platform.parse("linux/amd64"),
            List.of(Images.layer("a", "one"), Images.layer("b", "two")));
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void judgesAsSkopeoDoes(Damage damage) throws Exception {
    Programs.require("skopeo");
    Descriptor damaged = damage(damage);
    if (damage == Damage.MISSING_MANIFEST || damage == Damage.FLIPPED_MANIFEST) {
      ImageStore.of(store).tag(ImageName.parse("app:1"), image.descriptor());
    } else {
      ImageStore.of(store).tag(ImageName.parse("app:1"), damaged);
    }
    boolean ours = ImageCheck.of(damaged, ImageStore.of(store)).problems().isEmpty();
    breakBlobs(damage);
    ours &= ImageCheck.of(damaged, ImageStore.of(store)).problems().isEmpty();
    Process skopeo =
        new ProcessBuilder(
                "skopeo",
                "copy",
                "oci:" + store.images() + ":app:1",
                "docker-archive:" + folder + "/out.tar:app:1")
            .redirectErrorStream(true)
            .start();
    skopeo.getOutputStream().close();
    String said = new String(skopeo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    boolean theirs = skopeo.waitFor() == 0;
    assertEquals(damage == Damage.NONE, ours, () -> damage + "; skopeo says: " + said);
    assertEquals(theirs && !ours, SEEN_BY_US_ALONE.contains(damage), () -> damage + ": " + said);
  }

  @Test
  void layersThatARegistryHasMayComeLater() throws IOException {
    Descriptor layer = image.manifest().layers().getFirst();
    ImageStore.of(store).tag(ImageName.parse("app:1"), image.descriptor());
    Files.delete(blobs.path(layer.digest()));
    ImageStore images = ImageStore.of(store);
    assertEquals(
        List.of("blob `" + layer.digest() + "` is missing"),
        ImageCheck.of(image.descriptor(), images).problems());
    images.origins().addPulled(layer.digest(), ImageName.parse("lan:5000/app:1"));
    ImageCheck.Findings later = ImageCheck.of(image.descriptor(), images);
    assertEquals(List.of(), later.problems());
    assertTrue(later.notes().getFirst().endsWith("is not here; a registry has it"));
  }

  /** Damage that documents tell of, with all digests right. */
  private Descriptor damage(Damage damage) throws IOException {
    String config = text(image.configBytes());
    String manifest = text(image.manifestBytes());
    List<Digest> ids = image.config().diffIds();
    Descriptor layer = image.manifest().layers().getFirst();
    return switch (damage) {
      case WRONG_LAYER_SIZE ->
          manifest(manifest.replaceFirst("\"size\":" + layer.size() + "}", "\"size\":7}"));
      case WRONG_CONFIG_SIZE ->
          manifest(manifest.replaceFirst("\"size\":" + image.configBytes().length, "\"size\":7"));
      case SWAPPED_DIFF_IDS ->
          config(
              manifest,
              config
                  .replace(ids.get(0).hex(), "x")
                  .replace(ids.get(1).hex(), ids.get(0).hex())
                  .replace("sha256:x", ids.get(1).toString()));
      case MISSING_DIFF_ID -> config(manifest, config.replace(",\"" + ids.get(1) + "\"", ""));
      case TOO_MUCH_HISTORY ->
          config(manifest, config.replace("\"history\":[", "\"history\":[{\"comment\":\"x\"},"));
      case NO_TAR -> {
        Digest noise = blobs.put("no tar at all".repeat(100).getBytes(StandardCharsets.UTF_8));
        String changed =
            manifest
                .replace(layer.digest().toString(), noise.toString())
                .replaceFirst("\"size\":" + layer.size() + "}", "\"size\":1300}");
        yield config(changed, config.replace(ids.get(0).toString(), noise.toString()));
      }
      case BAD_DIGEST -> manifest(manifest.replace(layer.digest().hex(), "zz"));
      case WRONG_TYPE_IN_CONFIG ->
          config(manifest, config.replace("\"rootfs\"", "\"os.features\":\"x\",\"rootfs\""));
      case NO_CONFIG -> manifest(manifest.replace("\"config\"", "\"konfig\""));
      case NO_LAYERS_FIELD -> manifest(manifest.replace("\"layers\"", "\"lagers\""));
      case PLATFORM ->
          Descriptor.of(
                  MediaTypes.OCI_MANIFEST, image.descriptor().digest(), image.descriptor().size())
              .withPlatform(Platform.parse("linux/arm64"));
      default -> image.descriptor();
    };
  }

  /** Damage of the files themselves. */
  private void breakBlobs(Damage damage) throws IOException {
    Path layer = blobs.path(image.manifest().layers().getFirst().digest());
    Path config = blobs.path(image.manifest().config().digest());
    Path manifest = blobs.path(image.descriptor().digest());
    switch (damage) {
      case FLIPPED_LAYER -> flip(layer);
      case SHORT_LAYER -> {
        byte[] bytes = Files.readAllBytes(layer);
        replace(layer, Arrays.copyOf(bytes, bytes.length - 512));
      }
      case MISSING_LAYER -> Files.delete(layer);
      case FLIPPED_CONFIG -> flip(config);
      case MISSING_CONFIG -> Files.delete(config);
      case FLIPPED_MANIFEST -> {
        String text = text(Files.readAllBytes(manifest));
        replace(
            manifest,
            (text.substring(0, text.length() - 1) + " ").getBytes(StandardCharsets.UTF_8));
      }
      case MISSING_MANIFEST -> Files.delete(manifest);
      default -> {
        // the documents tell of it
      }
    }
  }

  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    replace(file, bytes);
  }

  private static void replace(Path file, byte[] bytes) throws IOException {
    Files.delete(file);
    Files.write(file, bytes);
  }

  private Descriptor manifest(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Descriptor.of(MediaTypes.OCI_MANIFEST, blobs.put(bytes), bytes.length);
  }

  /** The manifest with another config. */
  private Descriptor config(String manifest, String config) throws IOException {
    byte[] bytes = config.getBytes(StandardCharsets.UTF_8);
    return manifest(
        manifest
            .replace(image.manifest().config().digest().hex(), blobs.put(bytes).hex())
            .replaceFirst("\"size\":" + image.configBytes().length, "\"size\":" + bytes.length));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
