package io.jbuild.core.layer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What a tree needs and the Java library cannot do; given in one batch a layer. */
@FunctionalInterface
public interface SpecialFiles {
  /**
   * Does the operations in order; paths are those of {@link Entry}, relative to {@code root}. No
   * part of a path is a symlink but the last, which is never followed.
   */
  void apply(Path root, List<Operation> operations) throws IOException;

  /** One operation. */
  sealed interface Operation {
    String path();

    /** Makes a character device 0:0, the whiteout of an overlay. */
    record Whiteout(String path) implements Operation {}

    /** Makes a fifo with mode 0600; owner, mode and times are set afterwards by the caller. */
    record Fifo(String path) implements Operation {}

    /** Makes a symlink whose target java.nio would change (doubled or trailing slashes). */
    record Symlink(String path, String target) implements Operation {}

    /** Sets the times of a symlink or of any other file, without following it. */
    record Times(String path, long mtimeSeconds) implements Operation {}

    /** Sets an extended attribute, e.g. {@code security.capability}. */
    record Xattr(String path, String name, byte[] value) implements Operation {}
  }
}
