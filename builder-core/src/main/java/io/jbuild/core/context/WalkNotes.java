package io.jbuild.core.context;

import java.io.IOException;
import java.util.Optional;

/**
 * A note about one folder that a build leaves for the next one, and that stands for as long as all
 * that the build has looked at is as it was.
 */
public interface WalkNotes {
  /** Notes of nothing: what is kept is not found. */
  WalkNotes NONE =
      new WalkNotes() {
        @Override
        public Optional<byte[]> standing() {
          return Optional.empty();
        }

        @Override
        public void keep(Walk walk, byte[] note) {}

        @Override
        public void forget() {}
      };

  /** The note that was kept last; nothing once something that its walk saw is another. */
  Optional<byte[]> standing() throws IOException;

  /**
   * Keeps a note, in the place of the one before; if that stands, its walk counts for this one,
   * too. Nothing is kept when a file has changed since this was made, or so shortly before that its
   * times may not tell the next change.
   */
  void keep(Walk walk, byte[] note) throws IOException;

  /** Drops the note: it was found to be wrong. */
  void forget() throws IOException;
}
