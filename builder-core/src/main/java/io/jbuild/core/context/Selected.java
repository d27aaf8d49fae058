package io.jbuild.core.context;

import io.jbuild.core.layer.Entry;
import java.util.List;

/** What one source of a COPY or ADD, or one match of its pattern, comes to. */
sealed interface Selected {
  /**
   * A file, or anything that is no directory.
   *
   * @param name as the pattern found it, before symlinks: the name in a target directory
   * @param entry in the source tree, symlinks followed
   */
  record Single(String name, Entry entry) implements Selected {}

  /** A tar to be unpacked. */
  record Archive(Entry entry) implements Selected {}

  /** The contents of a directory, a folder before what it holds; not the directory itself. */
  record Contents(Entry directory, List<Below> below) implements Selected {}

  /**
   * Something in a selected directory.
   *
   * @param path relative to the directory
   * @param passed whether it is a folder that is there only for what is selected in it
   */
  record Below(String path, Entry entry, boolean passed) {}

  /** A here-document. */
  record Inline(String name, byte[] content) implements Selected {}
}
