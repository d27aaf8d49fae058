package io.jbuild.core.plan;

/** What FROM or {@code --from} names. */
sealed interface Reference {
  /** The empty root filesystem. */
  record Empty() implements Reference {}

  /**
   * A stage of this Dockerfile.
   *
   * @param index counted from 0
   */
  record ToStage(int index) implements Reference {}

  /**
   * An image.
   *
   * @param name what {@link BaseImages} knows it by
   */
  record ToImage(String name) implements Reference {}

  /**
   * A named context of files.
   *
   * @param context its name as the user gave it
   */
  record ToFiles(String context) implements Reference {}
}
