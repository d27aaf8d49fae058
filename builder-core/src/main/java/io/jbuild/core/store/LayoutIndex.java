package io.jbuild.core.store;

import io.jbuild.cache.StoreException;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.image.ImageJson;
import io.jbuild.core.image.Index;
import io.jbuild.core.image.Json;
import io.jbuild.core.image.MediaTypes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * The {@code oci-layout} and {@code index.json} of an OCI image layout on disk (OCI image spec,
 * image-layout.md). Readers need no lock: the file is replaced whole.
 */
final class LayoutIndex {
  static final byte[] LAYOUT =
      "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8);

  /** File locks exclude processes; among the threads of this one, this lock does. */
  private static final ReentrantLock THREADS = new ReentrantLock();

  private final Path directory;

  private LayoutIndex(Path directory) {
    this.directory = directory;
  }

  static LayoutIndex open(Path directory) throws IOException {
    LayoutIndex layout = new LayoutIndex(directory);
    Path marker = directory.resolve("oci-layout");
    if (!Files.exists(marker) || !Files.exists(layout.file())) {
      Files.createDirectories(directory);
      layout.locked(
          () -> {
            if (!Files.exists(layout.file())) {
              layout.write(List.of());
            }
            layout.replace(marker, LAYOUT);
            return null;
          });
    }
    return layout;
  }

  List<Descriptor> read() throws IOException {
    try {
      byte[] bytes = Files.readAllBytes(file());
      Json json = Json.parse(bytes, "file `" + file() + "`");
      // an empty layout may have no `manifests` at all
      return json.get("manifests").isEmpty() ? List.of() : ImageJson.readIndex(bytes).manifests();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (ImageFormatException e) {
      throw new StoreException(
          "`"
              + file()
              + "` is damaged ("
              + e.getMessage()
              + "); mend it, or take it away to begin with no images",
          e);
    }
  }

  /** Replaces the entries by what the change makes of them; whether that was a change. */
  boolean update(UnaryOperator<List<Descriptor>> change) throws IOException {
    return locked(
        () -> {
          List<Descriptor> before = read();
          List<Descriptor> after = change.apply(before);
          if (after.equals(before)) {
            return false;
          }
          write(after);
          return true;
        });
  }

  private void write(List<Descriptor> entries) throws IOException {
    replace(file(), ImageJson.write(new Index(MediaTypes.OCI_INDEX, entries, new TreeMap<>())));
  }

  private void replace(Path target, byte[] bytes) throws IOException {
    Path temporary = directory.resolve("." + target.getFileName() + ".new");
    try (FileChannel out =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        out.write(rest);
      }
      out.force(true);
    }
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
  }

  @FunctionalInterface
  private interface Action<T> {
    T run() throws IOException;
  }

  private <T> T locked(Action<T> action) throws IOException {
    THREADS.lock();
    try (FileChannel channel =
        FileChannel.open(
            directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      // closing the channel ends the lock
      channel.lock();
      return action.run();
    } finally {
      THREADS.unlock();
    }
  }

  private Path file() {
    return directory.resolve("index.json");
  }
}
