package io.jbuild.core.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class PlatformMatchTest {
  @Test
  void armTakesItsOwnVariantAndOlderOnes() throws Exception {
    assertTrue(matches("linux/arm/v7", "linux/arm/v6"));
    assertTrue(matches("linux/arm", "linux/arm/v7"));
    assertFalse(matches("linux/arm/v6", "linux/arm/v7"));
    assertEquals("linux/arm/v7", chosen("linux/arm/v7", "linux/arm/v5", "linux/arm/v7"));
    assertEquals("linux/arm/v6", chosen("linux/arm/v7", "linux/arm/v5", "linux/arm/v6"));
  }

  @Test
  void amd64TakesOlderMicroarchitecturesThen386() throws Exception {
    assertEquals("linux/amd64", chosen("linux/amd64/v3", "linux/386", "linux/amd64"));
    assertEquals(
        "linux/amd64/v2", chosen("linux/amd64/v3", "linux/amd64", "linux/amd64/v2", "linux/386"));
    assertEquals("linux/386", chosen("linux/amd64", "linux/386", "linux/amd64/v2"));
  }

  @Test
  void arm64WithV8IsPlainArm64() throws Exception {
    assertEquals("linux/arm64", chosen("linux/arm64/v8", "linux/arm64"));
    assertFalse(matches("linux/arm64", "linux/amd64"));
  }

  @Test
  void noMatchNamesWhatThereIs() {
    var e =
        assertThrows(
            PlatformMatch.NoMatchException.class,
            () -> chosen("linux/s390x", "linux/amd64", "linux/arm64"));
    assertEquals(
        "there is no image for `linux/s390x`; available: `linux/amd64`, `linux/arm64`",
        e.getMessage());
  }

  @Test
  void versionOfTheOperatingSystemChoosesWhereItIsAsked() throws Exception {
    String[] offered = {"windows(10.0.17763.5)/amd64", "windows(10.0.20348.9)/amd64"};
    assertEquals("10.0.20348.9", version("windows(10.0.20348)/amd64", offered));
    assertEquals("10.0.17763.5", version("windows/amd64", offered));
    assertThrows(
        PlatformMatch.NoMatchException.class, () -> version("windows(10.0.1)/amd64", offered));
  }

  private static String version(String wanted, String... offered) throws Exception {
    return select(wanted, offered).osVersion();
  }

  @Test
  void whatADescriptorSaysOfItsSystemIsWrittenAsItWasRead() throws Exception {
    Platform windows = new Platform("windows", "amd64", "", "10.0.20348.9", List.of("win32k", "x"));
    byte[] bytes = ImageJson.write(image("linux/arm/v7", 1).withPlatform(windows));
    assertEquals(windows, ImageJson.readDescriptor(bytes).platform().orElseThrow());
  }

  @Test
  void attestationsAreNeverChosen() throws Exception {
    Descriptor attestation =
        image("unknown/unknown", 1).withAnnotation("vnd.docker.reference.type", "x");
    Descriptor amd64 = image("linux/amd64", 2);
    Index index = new Index(MediaTypes.OCI_INDEX, List.of(attestation, amd64), new TreeMap<>());
    assertEquals(amd64, PlatformMatch.select(index, Platform.parse("linux/amd64")));
    assertEquals(List.of(Platform.parse("linux/amd64")), PlatformMatch.platforms(index));
  }

  @Test
  void onlyManifestWithoutPlatformIsTaken() throws Exception {
    Descriptor only = Descriptor.of(MediaTypes.OCI_MANIFEST, Digest.of(new byte[0]), 0);
    Index index = new Index(MediaTypes.OCI_INDEX, List.of(only), new TreeMap<>());
    assertEquals(only, PlatformMatch.select(index, Platform.parse("linux/amd64")));
  }

  private static boolean matches(String wanted, String offered) {
    return PlatformMatch.matches(Platform.parse(wanted), Platform.parse(offered));
  }

  private static String chosen(String wanted, String... offered) throws Exception {
    return select(wanted, offered).toString();
  }

  private static Platform select(String wanted, String... offered) throws Exception {
    List<Descriptor> manifests = new ArrayList<>();
    for (String platform : offered) {
      manifests.add(image(platform, manifests.size()));
    }
    Index index = new Index(MediaTypes.OCI_INDEX, manifests, new TreeMap<>());
    return PlatformMatch.select(index, Platform.parse(wanted)).platform().orElseThrow();
  }

  private static Descriptor image(String platform, int n) {
    return Descriptor.of(MediaTypes.OCI_MANIFEST, Digest.of(new byte[] {(byte) n}), 1)
        .withPlatform(Platform.parse(platform));
  }
}
