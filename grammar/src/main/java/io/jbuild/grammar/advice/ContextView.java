package io.jbuild.grammar.advice;

import java.util.List;
import java.util.Optional;

/**
 * What can be seen of a build context. Paths are relative to its root, clean, with slashes: {@code
 * a/b}.
 */
public interface ContextView {
  /** The rule that leaves a path out, in words, such as {@code `*.log` (line 3 of …)}. */
  Optional<String> excludedBy(String path);

  /** Whether there is such a path, left out or not; true where that cannot be known. */
  boolean exists(String path);

  /** Names beside a path, to find the one that was meant. */
  List<String> siblings(String path);
}
