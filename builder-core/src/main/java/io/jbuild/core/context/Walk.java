package io.jbuild.core.context;

import java.nio.file.Path;
import java.util.Set;

/**
 * What of a folder on disk was looked at: all that came of it is a function of what {@code lstat}
 * says of this.
 *
 * @param root without symlinks
 * @param listed folders of which every name counts, relative to the root
 * @param lookedAt files and folders that count by themselves, be they there or not
 */
public record Walk(Path root, Set<String> listed, Set<String> lookedAt) {
  public Walk {
    listed = Set.copyOf(listed);
    lookedAt = Set.copyOf(lookedAt);
  }
}
