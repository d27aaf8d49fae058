package io.jbuild.cache;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Step key to result, one small file a record. A record that is truncated, foreign or of another
 * version is a miss, never an error; whether its blob or tree still exists is the caller's check.
 */
public final class StepCache {
  private final Path directory;

  StepCache(Path directory) {
    this.directory = directory;
  }

  /** The whole record, with the structured key: to explain a rebuild. */
  public Optional<StepRecord> find(Digest key) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** The result alone, without reading the structured key. */
  public Optional<StepResult> findResult(Digest key) throws IOException {
    throw new UnsupportedOperationException();
  }

  public void put(StepRecord record) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * The layer that a step of this definition gave when its result had this content digest (early
   * cutoff).
   */
  public Optional<EarlierLayer> earlierLayer(Digest definition, Digest contentDigest)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  public void putEarlier(Digest definition, EarlierLayer earlier) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
