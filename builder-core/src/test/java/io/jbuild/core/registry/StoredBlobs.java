package io.jbuild.core.registry;

import io.jbuild.cache.BlobStore;
import io.jbuild.cache.Digest;
import io.jbuild.core.image.Descriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What a push sends, all of it in a store. */
record StoredBlobs(BlobStore blobs, List<String> repositories) implements PushContent {
  @Override
  public byte[] document(Descriptor descriptor) throws IOException {
    return blobs.read(descriptor.digest());
  }

  @Override
  public Path blob(Descriptor descriptor) {
    return blobs.path(descriptor.digest());
  }

  @Override
  public List<String> repositories(Digest digest) {
    return repositories;
  }
}
