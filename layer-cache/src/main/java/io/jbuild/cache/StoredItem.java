package io.jbuild.cache;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/**
 * One thing of a store that is kept or dropped as a whole.
 *
 * @param id names it among those of its kind
 * @param description what it is, for people; may be empty
 * @param bytes that it takes, in whole blocks of the disk; what several have is put down to one of
 *     them, to an image before all others
 * @param below ids of the steps that it is of no use without
 * @param created when it was made, as far as that is known
 * @param lastUsed when a build last relied on it
 * @param uses how many records lead to it
 * @param shared whether something else has a blob of it, too
 * @param state who needs it
 */
public record StoredItem(
    Kind kind,
    String id,
    String description,
    long bytes,
    Set<String> below,
    Instant created,
    Instant lastUsed,
    int uses,
    boolean shared,
    State state) {
  public StoredItem {
    Objects.requireNonNull(kind);
    below = Set.copyOf(below);
  }

  /** What things there are, in the order in which they are shown. */
  public enum Kind {
    /** A blob of an image. */
    IMAGE("image", Loss.NONE),
    /** A layer that a step gave, with the records that lead to it. */
    STEP("step", Loss.WORK),
    /** A layer unpacked for commands. */
    TREE("tree", Loss.AGAIN),
    /** What a layer lists, without a record that leads to it. */
    INDEX("index", Loss.WORK),
    /** A layer in another form: compressed, or with other times. */
    CONVERTED("converted", Loss.AGAIN),
    /** The file of a URL. */
    DOWNLOAD("url", Loss.WORK),
    /** A mirror of a git repository. */
    GIT("git", Loss.WORK),
    /** The folder of a cache mount. */
    CACHE_MOUNT("cache-mount", Loss.WORK),
    /** What is known of the files of a build context. */
    CONTEXT("context", Loss.WORK),
    /** The output of a command. */
    LOG("log", Loss.WORK),
    /** Nothing leads to it: an interrupted download, a layer of an image that was removed. */
    LEFTOVER("leftover", Loss.NONE),
    /** The store itself: folders, locks, the list of images, hints where blobs came from. */
    STORE("store", Loss.NONE);

    private final String word;
    private final Loss loss;

    Kind(String word, Loss loss) {
      this.word = word;
      this.loss = loss;
    }

    Loss loss() {
      return loss;
    }

    /** As users write it. */
    @Override
    public String toString() {
      return word;
    }
  }

  /** What it costs to drop something, cheapest first. */
  enum Loss {
    NONE,
    /** It is made again from what the store has. */
    AGAIN,
    /** Something runs or is fetched again. */
    WORK
  }

  /** Who needs a thing. */
  public enum State {
    /** Nobody now. */
    FREE,
    /** An image, or the store itself. */
    NEEDED,
    /** A process that is running may. */
    IN_USE
  }

  StoredItem withBytes(long count) {
    return new StoredItem(
        kind, id, description, count, below, created, lastUsed, uses, shared, state);
  }

  /** Whether it can be dropped now. */
  public boolean reclaimable() {
    return state == State.FREE;
  }
}
