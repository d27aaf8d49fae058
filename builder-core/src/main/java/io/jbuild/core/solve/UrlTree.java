package io.jbuild.core.solve;

import io.jbuild.cache.BlobStore;
import io.jbuild.cache.Digest;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.FileTree;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** The file of a URL as a tree of its own: mode 0600, 0:0, with the time that the server told. */
final class UrlTree implements FileTree {
  private static final int MODE = 0600;

  private final BlobStore blobs;
  private final Entry entry;

  UrlTree(BlobStore blobs, FetchSteps.Fetched.UrlFile fetched) {
    this.blobs = blobs;
    this.entry =
        Entry.file(fetched.name(), MODE, 0, 0, fetched.file().size(), fetched.file().modified())
            .withContent(fetched.file().content());
  }

  @Override
  public Optional<Entry> find(String path) {
    return path.equals(entry.path()) ? Optional.of(entry) : Optional.empty();
  }

  @Override
  public List<Entry> list(String directory) {
    return directory.isEmpty() ? List.of(entry) : List.of();
  }

  @Override
  public InputStream open(Entry file) throws IOException {
    return blobs.open(content(file));
  }

  @Override
  public Digest content(Entry file) {
    return entry.content().orElseThrow();
  }
}
