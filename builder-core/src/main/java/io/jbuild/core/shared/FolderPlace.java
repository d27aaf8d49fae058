package io.jbuild.core.shared;

import io.jbuild.cache.BlobStore;
import io.jbuild.cache.BlobWriter;
import io.jbuild.cache.Digest;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.image.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/** A cache in a folder: an OCI image layout whose {@code index.json} is the cache's index. */
final class FolderPlace implements CachePlace {
  private static final ReentrantLock THREADS = new ReentrantLock();

  private final Path folder;
  private final Path blobs;

  FolderPlace(Path folder) {
    this.folder = folder;
    this.blobs = folder.resolve("blobs/sha256");
  }

  @Override
  public String name() {
    return folder.toString();
  }

  @Override
  public Optional<byte[]> document() throws IOException {
    Path file = folder.resolve("index.json");
    if (Files.exists(file) && Files.size(file) > Json.MAX_BYTES) {
      throw new ImageFormatException("`" + file + "` is too long for an index");
    }
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public byte[] document(Descriptor descriptor) throws IOException {
    return small(descriptor);
  }

  @Override
  public byte[] small(Descriptor blob) throws IOException {
    if (blob.size() > MAX_SMALL || Files.size(path(blob)) != blob.size()) {
      throw damaged(blob);
    }
    byte[] bytes = Files.readAllBytes(path(blob));
    if (!Digest.of(bytes).equals(blob.digest())) {
      throw damaged(blob);
    }
    return bytes;
  }

  @Override
  public void fetch(Descriptor blob, BlobStore into) throws IOException {
    if (into.claim(blob.digest())) {
      return;
    }
    if (Files.size(path(blob)) != blob.size()) {
      throw damaged(blob);
    }
    try (InputStream in = Files.newInputStream(path(blob));
        BlobWriter out = into.newBlob()) {
      in.transferTo(out);
      out.commit(blob.digest());
    }
  }

  @Override
  public void put(Descriptor manifest, byte[] bytes, Map<Descriptor, Path> files)
      throws IOException {
    Files.createDirectories(blobs);
    for (Map.Entry<Descriptor, Path> file : files.entrySet()) {
      if (!Files.exists(path(file.getKey()))) {
        Path temporary = fresh(blobs);
        Files.copy(file.getValue(), temporary);
        Files.move(temporary, path(file.getKey()), StandardCopyOption.ATOMIC_MOVE);
      }
    }
    replace(path(manifest), bytes);
  }

  @Override
  public void update(Change change) throws IOException {
    Files.createDirectories(blobs);
    THREADS.lock();
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      // closing the channel ends the lock
      channel.lock();
      replace(
          folder.resolve("oci-layout"),
          "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8));
      CacheDocument before = CacheDocument.EMPTY;
      Optional<byte[]> there = document();
      if (there.isPresent() && CacheDocument.isCache(there.get())) {
        before = CacheDocument.parse(there.get());
      }
      replace(folder.resolve("index.json"), change.of(before).toBytes());
    } finally {
      THREADS.unlock();
    }
  }

  private static void replace(Path file, byte[] bytes) throws IOException {
    Path temporary = fresh(file.getParent());
    Files.write(temporary, bytes);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Not a temporary file of the library's: others may read a cache if the user lets them. */
  private static Path fresh(Path folder) {
    return folder.resolve(".new-" + UUID.randomUUID());
  }

  private Path path(Descriptor blob) {
    return blobs.resolve(blob.digest().hex());
  }

  private ImageFormatException damaged(Descriptor blob) {
    return new ImageFormatException(
        "blob `" + blob.digest() + "` in `" + folder + "` is damaged: its bytes are other ones");
  }
}
