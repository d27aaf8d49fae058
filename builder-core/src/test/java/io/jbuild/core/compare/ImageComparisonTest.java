package io.jbuild.core.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jbuild.cache.Digest;
import io.jbuild.core.image.ContainerConfig;
import io.jbuild.core.image.History;
import io.jbuild.core.image.ImageConfig;
import io.jbuild.core.image.Platform;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.LayerIndex;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ImageComparisonTest {
  private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");

  private static Entry file(String path, int mode, String text) {
    return Entry.file(path, mode, 0, 0, text.length(), THEN).withContent(Digest.of(bytes(text)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static ImageComparison.Side image(ContainerConfig config, Entry... entries) {
    LayerIndex index = LayerIndex.of(List.of(entries));
    var line = new History(Optional.of(THEN), "RUN make", "", "", false);
    // A diffID of its own for each index, times included.
    Digest diffId = Digest.of(index.toBytes());
    return new ImageComparison.Side(
        new ImageConfig(
            Platform.parse("linux/amd64"),
            Optional.of(THEN),
            "",
            config,
            List.of(diffId),
            List.of(line)),
        layer -> index);
  }

  private static ImageComparison.Side files(Entry... entries) {
    return image(ContainerConfig.EMPTY, entries);
  }

  private static List<String> found(ImageComparison.Side first, ImageComparison.Side second)
      throws IOException {
    return ImageComparison.of(first, second).stream()
        .map(
            d ->
                "%s %s|%s|%s|%s|%s"
                    .formatted(d.kind(), d.place(), d.path(), d.field(), d.first(), d.second()))
        .toList();
  }

  @Test
  void equalImagesDifferInNothing() throws IOException {
    assertEquals(List.of(), found(files(file("a", 0644, "x")), files(file("a", 0644, "x"))));
  }

  @Test
  void aFileDiffersFieldByField() throws IOException {
    assertEquals(
        List.of(
            "FILE layer 1 (RUN make)|/a|mode|644|600",
            "FILE layer 1 (RUN make)|/a|size|1|2",
            "FILE layer 1 (RUN make)|/a|content|"
                + Digest.of(bytes("x"))
                + "|"
                + Digest.of(bytes("xy"))),
        found(files(file("a", 0644, "x")), files(file("a", 0600, "xy"))));
  }

  @Test
  void filesOfOneImageAloneAreNamed() throws IOException {
    assertEquals(
        List.of(
            "FILE layer 1 (RUN make)|/a|entry|file|", "FILE layer 1 (RUN make)|/b|entry||whiteout"),
        found(files(file("a", 0644, "x")), files(Entry.whiteout("b"))));
  }

  @Test
  void timesAreDifferencesOfTheirOwnKind() throws IOException {
    assertEquals(
        List.of("TIME layer 1 (RUN make)|/a|mtime|2026-01-02T03:04:05Z|2026-01-02T03:04:06Z"),
        found(
            files(file("a", 0644, "x")),
            files(file("a", 0644, "x").withMtime(THEN.plusSeconds(1)))));
  }

  @Test
  void variablesAndLabelsAreComparedByName() throws IOException {
    assertEquals(
        List.of("CONFIG config||Labels.v|`1`|", "CONFIG config||Env.B|`2`|`3`"),
        found(image(config("1", "A=1", "B=2")), image(config("", "A=1", "B=3"))));
    assertEquals(
        List.of("CONFIG config||Env|[A=1, B=2]|[B=2, A=1]"),
        found(image(config("", "A=1", "B=2")), image(config("", "B=2", "A=1"))));
  }

  private static ContainerConfig config(String label, String... env) {
    var empty = ContainerConfig.EMPTY;
    var labels = new TreeMap<String, String>();
    if (!label.isEmpty()) {
      labels.put("v", label);
    }
    return new ContainerConfig(
        empty.user(),
        empty.exposedPorts(),
        List.of(env),
        empty.entrypoint(),
        empty.cmd(),
        empty.volumes(),
        empty.workingDir(),
        labels,
        empty.stopSignal(),
        empty.healthcheck(),
        empty.onBuild(),
        empty.shell(),
        empty.argsEscaped());
  }
}
