package io.jbuild.cli;

import io.jbuild.core.build.Sharing;
import io.jbuild.core.shared.CacheOption;
import java.util.List;

/** {@code --cache-from} and {@code --cache-to} of a build. */
final class CacheOptions {
  private CacheOptions() {}

  static Sharing read(List<String> from, List<String> to) {
    try {
      return new Sharing(
          from.stream().map(CacheOption::from).toList(), to.stream().map(CacheOption::to).toList());
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), "");
    }
  }
}
