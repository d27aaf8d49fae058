package io.jbuild.core.solve;

import io.jbuild.cache.StepRecord;
import io.jbuild.cache.StoreDirectory;
import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;

/**
 * The records of all steps that were run on a store, those used last first. They are read when they
 * are asked for, and again when some came or went. Thread-safe.
 */
public final class EarlierSteps {
  private final StoreDirectory store;
  private List<StepRecord> records = List.of();
  private FileTime read;

  public EarlierSteps(StoreDirectory store) {
    this.store = store;
  }

  synchronized List<StepRecord> all() throws IOException {
    FileTime changed = store.steps().changed();
    if (!changed.equals(read)) {
      // Those made to be found on any base are left out: the same step has a record with its base.
      records =
          store.steps().byLastUse().stream()
              .filter(record -> !record.inputs().containsKey("layer"))
              .toList();
      read = changed;
    }
    return records;
  }

  /** Under what a RUN ran last; nothing where none did. */
  Optional<RunInputs.Circumstances> lastRun() throws IOException {
    return all().stream()
        .filter(record -> record.inputs().containsKey("owners"))
        .findFirst()
        .map(record -> RunInputs.Circumstances.of(record.inputs()));
  }

  /**
   * Whether a build has left records here.
   *
   * @param build what tells it from others, as for {@link Explanations}
   */
  public boolean know(String build) throws IOException {
    String name = Explanations.nameOf(build) + " ";
    return all().stream().anyMatch(record -> record.place().startsWith(name));
  }
}
