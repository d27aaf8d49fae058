package io.jbuild.core.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.core.image.Annotation.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnnotationTest {
  private static final Platform ARM64 = Platform.parse("linux/arm64");
  private static final Platform AMD64 = Platform.parse("linux/amd64");

  @Test
  void oneWithoutAPlaceStandsInTheManifests() {
    assertEquals(
        List.of(new Annotation(Place.MANIFEST, Optional.empty(), "a.b", "c=d:e")),
        Annotation.parse("a.b=c=d:e"));
  }

  @Test
  void severalPlacesGiveSeveral() {
    assertEquals(
        List.of(
            new Annotation(Place.INDEX, Optional.empty(), "k", "v"),
            new Annotation(Place.MANIFEST, Optional.of(ARM64), "k", "v"),
            new Annotation(Place.INDEX_DESCRIPTOR, Optional.empty(), "k", "v")),
        Annotation.parse("index,manifest[linux/arm64],index-descriptor:k=v"));
  }

  @Test
  void anIndexIsOfAllPlatforms() {
    assertEquals(
        List.of(new Annotation(Place.INDEX, Optional.empty(), "k", "v")),
        Annotation.parse("index[linux/arm64]:k=v"));
  }

  @Test
  void whatIsNoAnnotationIsRefused() {
    refused("novalue", "is not KEY=VALUE");
    refused("=v", "no key");
    refused("layer:k=v", "`layer` is no place of annotations; allowed: `manifest`");
    refused("manifest[]:k=v", "is not a platform");
    refused("index[]:k=v", "is not a platform");
    refused(",:k=v", "is no place of annotations");
  }

  @Test
  void thoseOfAPlatformComeAfterThoseOfAll() {
    var annotations =
        new Annotations(
            List.of(
                Annotation.parse("manifest[linux/arm64]:a=own").getFirst(),
                Annotation.parse("a=all").getFirst(),
                Annotation.parse("b=first").getFirst(),
                Annotation.parse("b=later").getFirst(),
                Annotation.parse("index:i=1").getFirst()));
    assertEquals(Map.of("a", "own", "b", "later"), annotations.of(Place.MANIFEST, ARM64));
    assertEquals(Map.of("a", "all", "b", "later"), annotations.of(Place.MANIFEST, AMD64));
    assertEquals(Map.of("i", "1"), annotations.ofIndex(Place.INDEX));
    assertEquals(1, annotations.needingIndex().size());
  }

  private static void refused(String text, String why) {
    var e = assertThrows(IllegalArgumentException.class, () -> Annotation.parse(text));
    assertTrue(e.getMessage().contains(why), e.getMessage());
  }
}
