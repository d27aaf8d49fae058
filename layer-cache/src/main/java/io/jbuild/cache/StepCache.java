package io.jbuild.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Step key to result, one small JSON file a record. A record that is truncated, foreign or of
 * another version is a miss, never an error; whether its blob or tree still exists is the caller's
 * check. Thread-safe, and safe among processes: the last writer of a key wins.
 */
public final class StepCache {
  private static final String STEP = ".json";
  private static final String EARLIER = ".earlier.json";

  private final Path directory;
  private final TemporaryFiles temporary;

  StepCache(Path directory, TemporaryFiles temporary) {
    this.directory = directory;
    this.temporary = temporary;
  }

  /** The whole record, with the structured key: to explain a rebuild. */
  public Optional<StepRecord> find(Digest key) throws IOException {
    return read(key.hex() + STEP)
        .flatMap(StepJson::parse)
        .flatMap(StepJson.Parsed::step)
        .filter(record -> record.key().equals(key));
  }

  /** The result alone, without reading the structured key. */
  public Optional<StepResult> findResult(Digest key) throws IOException {
    return read(key.hex() + STEP)
        .flatMap(StepJson::parseResult)
        .filter(parsed -> parsed.hasKey(key))
        .flatMap(StepJson.Parsed::result);
  }

  public void put(StepRecord record) throws IOException {
    temporary.write(directory.resolve(record.key().hex() + STEP), StepJson.bytes(record));
  }

  /**
   * The layer that a step of this definition gave when its result had this content digest (early
   * cutoff).
   */
  public Optional<EarlierLayer> earlierLayer(Digest definition, Digest contentDigest)
      throws IOException {
    Digest key = earlierKey(definition, contentDigest);
    return read(key.hex() + EARLIER)
        .flatMap(StepJson::parse)
        .filter(parsed -> parsed.hasKey(key))
        .flatMap(StepJson.Parsed::earlier)
        .filter(earlier -> earlier.layer().contentDigest().equals(contentDigest));
  }

  /** Remembers the layer for {@link #earlierLayer}, in place of what was remembered. */
  public void putEarlier(Digest definition, EarlierLayer earlier) throws IOException {
    Digest key = earlierKey(definition, earlier.layer().contentDigest());
    temporary.write(directory.resolve(key.hex() + EARLIER), StepJson.bytes(key, earlier));
  }

  /** Deletes the records of layers that are not to be kept, and those that cannot be read. */
  public void retain(Predicate<LayerRecord> keep) throws IOException {
    try (var files = Files.newDirectoryStream(directory, "*.json")) {
      for (Path file : files) {
        boolean kept =
            read(file.getFileName().toString())
                .flatMap(StepJson::parseResult)
                .flatMap(StepJson.Parsed::layer)
                .filter(keep)
                .isPresent();
        if (!kept) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private Optional<byte[]> read(String name) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(directory.resolve(name)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static Digest earlierKey(Digest definition, Digest contentDigest) {
    MessageDigest sha256 = Digest.sha256();
    sha256.update(definition.hex().getBytes(StandardCharsets.US_ASCII));
    sha256.update(contentDigest.hex().getBytes(StandardCharsets.US_ASCII));
    return Digest.finish(sha256);
  }
}
