package io.jbuild.core.build;

import io.jbuild.cache.Digest;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.FileTree;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Files that all have one time, whatever theirs is: what BuildKit exports as files. */
record OneTime(FileTree files, Instant time) implements FileTree {
  @Override
  public Optional<Entry> find(String path) throws IOException {
    return files.find(path).map(this::at);
  }

  @Override
  public List<Entry> list(String directory) throws IOException {
    return files.list(directory).stream().map(this::at).toList();
  }

  @Override
  public InputStream open(Entry file) throws IOException {
    return files.open(file);
  }

  @Override
  public Digest content(Entry file) throws IOException {
    return files.content(file);
  }

  @Override
  public Optional<Object> linkIdentity(Entry file) throws IOException {
    return files.linkIdentity(file);
  }

  private Entry at(Entry entry) {
    return entry.withMtime(time);
  }
}
