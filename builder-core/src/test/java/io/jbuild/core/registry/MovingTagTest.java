package io.jbuild.core.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.image.ImageAssembly;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Platform;
import io.jbuild.core.pin.Pinner;
import io.jbuild.core.store.ImageStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tag that another build moves while this one asks for its platforms. */
final class MovingTagTest {
  private static final Platform AMD64 = Platform.parse("linux/amd64");
  private static final Platform ARM64 = Platform.parse("linux/arm64");

  @TempDir private Path folder;

  @Test
  void platformsOfABuildComeFromOneIndex() throws Exception {
    try (var registry = new ScriptedRegistry();
        var client = client();
        var store = StoreDirectory.open(folder)) {
      ImageName name = ImageName.parse(registry.host() + "/app:1");
      var first = index(registry, "first");
      ImageStore images = ImageStore.of(store);
      for (boolean pull : new boolean[] {true, false}) {
        var pinner = new Pinner(images, () -> client, Map.of(), pull);
        pinner.resolve(name, AMD64);
        index(registry, "second");

        assertEquals(first.descriptor(), pinner.resolve(name, ARM64).descriptor());
        assertEquals(first.manifest(), pinner.resolve(name, ARM64).manifest());
        index(registry, "first");
      }
    }
  }

  @Test
  void furtherPlatformOfAStoredTagComesFromTheStoredIndex() throws Exception {
    try (var registry = new ScriptedRegistry();
        var client = client();
        var store = StoreDirectory.open(folder)) {
      ImageName name = ImageName.parse(registry.host() + "/app:1");
      var first = index(registry, "first");
      ImageStore images = ImageStore.of(store);
      new Pinner(images, () -> client, Map.of(), false).resolve(name, AMD64);
      var second = index(registry, "second");

      var later = new Pinner(images, () -> client, Map.of(), false).resolve(name, ARM64);
      var asked = new Pinner(images, () -> client, Map.of(), true).resolve(name, ARM64);

      assertEquals(first.manifest(), later.manifest());
      assertEquals(second.manifest(), asked.manifest());
    }
  }

  /** An index of two images; the one of arm64. */
  private static ImageAssembly.Assembled index(ScriptedRegistry registry, String content) {
    var amd = registry.image("app", "amd", AMD64, (content + " amd").getBytes());
    var arm = registry.image("app", "arm", ARM64, (content + " arm").getBytes());
    registry.index("app", "1", amd, arm);
    return arm;
  }

  private static RegistryClient client() {
    return new RegistryClient(
        new RegistrySettings(Set.of(), 1, Duration.ofMillis(5), Duration.ofSeconds(5)),
        CredentialSource.ANONYMOUS,
        event -> {});
  }
}
