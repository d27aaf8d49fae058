package io.jbuild.core.shared;

import com.github.luben.zstd.ZstdInputStream;
import io.jbuild.cache.BlobStore;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.image.Descriptor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The chunks of a cache mount as the tar that they were: a few are fetched ahead while one is read.
 */
final class MountChunks {
  private static final int AHEAD = 4;

  private final CachePlace place;
  private final BlobStore blobs;

  MountChunks(CachePlace place, StoreDirectory store) {
    this.place = place;
    this.blobs = store.blobs();
  }

  InputStream open(CacheMount mount) {
    return new Chunks(mount);
  }

  private final class Chunks extends InputStream {
    private final Deque<Descriptor> later;
    private final Deque<FutureTask<Descriptor>> coming = new ArrayDeque<>();
    private long rest;
    private InputStream current = InputStream.nullInputStream();

    Chunks(CacheMount mount) {
      this.later = new ArrayDeque<>(mount.chunks());
      this.rest = mount.bytes();
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      while (true) {
        int n = current.read(bytes, offset, length);
        if (n >= 0) {
          rest -= n;
          if (rest < 0) {
            throw new IOException("it is longer than its record says");
          }
          return n;
        }
        current.close();
        if (!next()) {
          return -1;
        }
      }
    }

    private boolean next() throws IOException {
      while (coming.size() < AHEAD && !later.isEmpty()) {
        Descriptor chunk = later.remove();
        var task =
            new FutureTask<>(
                () -> {
                  place.fetch(chunk, blobs);
                  return chunk;
                });
        Thread.ofVirtual().start(task);
        coming.add(task);
      }
      if (coming.isEmpty()) {
        return false;
      }
      try {
        Descriptor chunk = coming.remove().get();
        current = new ZstdInputStream(new BufferedInputStream(blobs.open(chunk.digest())));
        return true;
      } catch (ExecutionException e) {
        throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException();
      }
    }

    @Override
    public void close() throws IOException {
      current.close();
      for (FutureTask<Descriptor> task : coming) {
        task.cancel(true);
      }
    }
  }
}
