package io.jbuild.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
  private final Uses uses;

  StepCache(Path directory, TemporaryFiles temporary, Uses uses) {
    this.directory = directory;
    this.temporary = temporary;
    this.uses = uses;
  }

  /** The whole record, with the structured key: to explain a rebuild. */
  public Optional<StepRecord> find(Digest key) throws IOException {
    return read(key.hex() + STEP)
        .flatMap(StepJson::parse)
        .flatMap(StepJson.Parsed::step)
        .filter(record -> record.key().equals(key));
  }

  /**
   * The result alone, without reading the structured key. Its blob, if it is there by now, stays
   * for as long as this process has the store open.
   */
  public Optional<StepResult> findResult(Digest key) throws IOException {
    Optional<StepResult> found =
        read(key.hex() + STEP)
            .flatMap(StepJson::parseResult)
            .filter(parsed -> parsed.hasKey(key))
            .flatMap(StepJson.Parsed::result);
    return found.isPresent() && !uses.mark(directory.resolve(key.hex() + STEP))
        ? Optional.empty()
        : found;
  }

  public void put(StepRecord record) throws IOException {
    temporary.write(directory.resolve(record.key().hex() + STEP), StepJson.bytes(record));
  }

  /**
   * The layer that a step of this definition gave when its result had this content digest (early
   * cutoff). Its blob, if it is there by now, stays for as long as this process has the store open.
   */
  public Optional<EarlierLayer> earlierLayer(Digest definition, Digest contentDigest)
      throws IOException {
    Digest key = earlierKey(definition, contentDigest);
    Optional<EarlierLayer> found =
        read(key.hex() + EARLIER)
            .flatMap(StepJson::parse)
            .filter(parsed -> parsed.hasKey(key))
            .flatMap(StepJson.Parsed::earlier)
            .filter(earlier -> earlier.layer().contentDigest().equals(contentDigest));
    return found.isPresent() && !uses.mark(directory.resolve(key.hex() + EARLIER))
        ? Optional.empty()
        : found;
  }

  /** Remembers the layer for {@link #earlierLayer}, in place of what was remembered. */
  public void putEarlier(Digest definition, EarlierLayer earlier) throws IOException {
    Digest key = earlierKey(definition, earlier.layer().contentDigest());
    temporary.write(directory.resolve(key.hex() + EARLIER), StepJson.bytes(key, earlier));
  }

  /** All records of steps, those used last first: a look at each file, for explanations alone. */
  public List<StepRecord> byLastUse() throws IOException {
    Map<StepRecord, FileTime> used = new IdentityHashMap<>();
    List<StepRecord> records = new ArrayList<>();
    for (Held held : list()) {
      if (held.step().isPresent()) {
        try {
          used.put(held.step().get(), Files.getLastModifiedTime(held.file()));
          records.add(held.step().get());
        } catch (NoSuchFileException e) {
          // collected meanwhile
        }
      }
    }
    records.sort(Comparator.comparing((StepRecord record) -> used.get(record)).reversed());
    return records;
  }

  /** When a record came or went last; reading all of them again before that tells nothing new. */
  public FileTime changed() throws IOException {
    return Files.getLastModifiedTime(directory);
  }

  /** What a file of this folder holds: a record, or an earlier layer. */
  record Held(Path file, Optional<StepRecord> step, Optional<LayerRecord> layer, Instant created) {}

  /** Everything here, in no order. */
  List<Held> list() throws IOException {
    List<Held> result = new ArrayList<>();
    try (var files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Optional<StepJson.Parsed> parsed =
            read(file.getFileName().toString()).flatMap(StepJson::parse);
        result.add(
            new Held(
                file,
                parsed.flatMap(StepJson.Parsed::step),
                parsed.flatMap(StepJson.Parsed::layer),
                parsed
                    .flatMap(StepJson.Parsed::earlier)
                    .map(EarlierLayer::created)
                    .orElse(Instant.EPOCH)));
      }
    }
    return result;
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
