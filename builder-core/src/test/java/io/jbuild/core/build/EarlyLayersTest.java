package io.jbuild.core.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.BlobWriter;
import io.jbuild.cache.Digest;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.compress.Compression;
import io.jbuild.core.export.OutputSpec;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.image.Platform;
import io.jbuild.core.plan.Plan;
import io.jbuild.core.plan.PlannedStep;
import io.jbuild.core.plan.RunMount;
import io.jbuild.core.plan.Step;
import io.jbuild.core.progress.BuildListener;
import io.jbuild.core.registry.CredentialSource;
import io.jbuild.core.registry.RegistryClient;
import io.jbuild.core.registry.RegistrySettings;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Source;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlyLayersTest {
  private static final Platform PLATFORM = Platform.parse("linux/amd64");
  private static final Step BELOW = run(new Step.Scratch());
  private static final Step TOP = run(BELOW);

  /** Nobody listens there: what is sent early may fail. */
  private static final List<ImageName> TAGS = List.of(ImageName.parse("127.0.0.1:1/app:1"));

  @TempDir private Path folder;
  private final AtomicInteger asked = new AtomicInteger();
  private final RegistryClient client =
      new RegistryClient(
          new RegistrySettings(Set.of(), 1, Duration.ofMillis(1), Duration.ofSeconds(1)),
          CredentialSource.ANONYMOUS,
          BuildListener.SILENT);
  private StoreDirectory store;

  @BeforeEach
  void open() throws IOException {
    store = StoreDirectory.open(folder.resolve("store"));
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    store.close();
  }

  private static Step run(Step base, RunMount... mounts) {
    return new Step.RunCommand(
        base,
        PLATFORM,
        List.of("/bin/true"),
        List.of(),
        List.of(),
        "",
        "/",
        new Step.Confinement("default", false, "h", List.of()),
        List.of(mounts),
        Optional.empty());
  }

  private static Plan plan(Step target, Step... steps) {
    List<PlannedStep> planned =
        Arrays.stream(steps)
            .map(
                step ->
                    new PlannedStep(
                        step,
                        "",
                        "s",
                        1,
                        1,
                        "RUN",
                        new Source("f", "x"),
                        new Range(0, 1),
                        List.of()))
            .toList();
    return new Plan(PLATFORM, target, null, List.of(), planned, Map.of(), Optional.empty());
  }

  /** Writes a layer of a step; whether it was compressed by then, as a push does it. */
  private boolean isCompressedEarly(Plan plan, Step step, OutputSpec... outputs)
      throws IOException {
    try (EarlyLayers early =
        EarlyLayers.of(
            List.of(outputs),
            TAGS,
            List.of(plan),
            store,
            () -> {
              asked.incrementAndGet();
              return client;
            })) {
      byte[] bytes = new byte[100_000];
      Digest diffId = Digest.of(bytes);
      try (BlobWriter layer = store.blobs().newHashedBlob()) {
        early.begins(step, layer);
        layer.write(bytes);
        layer.commit(diffId);
      }
      Descriptor plain = Descriptor.of(MediaTypes.OCI_LAYER_TAR, diffId, bytes.length);
      // Only who reads the layer itself finds that it is away.
      store.blobs().delete(diffId);
      early.compressed().compress(plain, diffId, Compression.GZIP, read -> {});
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  @Test
  void everyLayerOfTheImageIsCompressedAndSentEarly() throws Exception {
    assertTrue(isCompressedEarly(plan(TOP, BELOW, TOP), TOP, OutputSpec.registry()));
    assertTrue(isCompressedEarly(plan(TOP, BELOW, TOP), BELOW, OutputSpec.registry()));
    assertEquals(2, asked.get());
  }

  @Test
  void layersOfOtherStagesAreLeftAlone() throws Exception {
    Step other = run(new Step.Scratch(), new RunMount.Tmpfs("/x", 0L, false));
    assertFalse(isCompressedEarly(plan(TOP, other, BELOW, TOP), other, OutputSpec.registry()));
    assertEquals(0, asked.get());
  }

  @Test
  void nothingLeavesEarlyWhereACommandIsGivenASecret() throws Exception {
    var secret =
        new RunMount.Secret(
            "s", Optional.empty(), Optional.of("S"), true, new RunMount.Access(0400, 0, 0));
    Step given = run(new Step.Scratch(), secret);
    Step top = run(given);
    assertTrue(isCompressedEarly(plan(top, given, top), top, OutputSpec.registry()));
    assertEquals(0, asked.get());
  }

  @Test
  void layersThatWillBeRewrittenAreNotCompressedBefore() throws Exception {
    OutputSpec output = OutputSpec.parse("type=image,push=true,rewrite-timestamp=true");
    assertFalse(isCompressedEarly(plan(TOP, BELOW, TOP), TOP, output));
  }

  @Test
  void imageThatOnlyStaysHereIsNotCompressed() throws Exception {
    assertFalse(isCompressedEarly(plan(TOP, BELOW, TOP), TOP));
    assertFalse(isCompressedEarly(plan(TOP, BELOW, TOP), TOP, OutputSpec.parse("type=image")));
  }
}
