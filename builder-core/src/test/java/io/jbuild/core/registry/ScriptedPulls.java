package io.jbuild.core.registry;

import io.jbuild.cache.BlobStore;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.progress.BuildEvent;
import io.jbuild.core.progress.BuildListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** A registry that does as it is told, and a client that pulls from it into a store. */
final class ScriptedPulls implements AutoCloseable {
  private static final RegistrySettings FAST =
      new RegistrySettings(Set.of(), 4, Duration.ofMillis(5), Duration.ofSeconds(2));

  final ScriptedRegistry registry = new ScriptedRegistry();
  final List<BuildEvent> events = Collections.synchronizedList(new ArrayList<>());
  RegistryClient client = new RegistryClient(FAST, CredentialSource.ANONYMOUS, events::add);
  private final Path folder;

  ScriptedPulls(Path folder) throws IOException {
    this.folder = folder;
  }

  /** Waits for no answer longer than a moment, and asks for one so often. */
  void giveUpSoon(int tries) {
    client.close();
    client =
        new RegistryClient(
            new RegistrySettings(Set.of(), tries, Duration.ofMillis(1), Duration.ofMillis(300)),
            CredentialSource.ANONYMOUS,
            BuildListener.SILENT);
  }

  /** An image of the registry. */
  ImageName name(String text) {
    return ImageName.parse(registry.host() + "/" + text);
  }

  BlobStore store() throws IOException {
    return BlobStore.at(
        Files.createDirectories(folder.resolve("blobs")),
        Files.createDirectories(folder.resolve("tmp")));
  }

  /** Always the same of one length. */
  static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @Override
  public void close() {
    client.close();
    registry.close();
  }
}
