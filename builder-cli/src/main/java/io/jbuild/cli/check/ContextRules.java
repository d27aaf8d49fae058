package io.jbuild.cli.check;

import io.jbuild.core.context.IgnoreRules;
import io.jbuild.grammar.lint.CheckSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What a check knows of the context that a file is built with. */
public final class ContextRules {
  /** Patterns that leave out all that lies in the root of the context. */
  private static final Set<String> EVERYTHING = Set.of("*", "**", "**/*", "/*", "/**");

  private final Optional<IgnoreRules> rules;

  private ContextRules(Optional<IgnoreRules> rules) {
    this.rules = rules;
  }

  /**
   * Reads the ignore file of a context.
   *
   * @param dockerfile nothing for standard input
   * @param context nothing for the folder of the Dockerfile
   */
  public static ContextRules load(Optional<Path> dockerfile, Optional<Path> context)
      throws IOException {
    Optional<Path> file = dockerfile.map(Path::toAbsolutePath);
    Optional<Path> folder = context.or(() -> file.map(Path::getParent));
    return folder.isEmpty()
        ? new ContextRules(Optional.empty())
        : new ContextRules(Optional.of(IgnoreRules.load(folder.get(), file)));
  }

  /** The settings with what the context leaves out; not asked where rules take paths back in. */
  public CheckSettings into(CheckSettings settings) {
    if (rules.isEmpty() || rules.get().rules().isEmpty() || rules.get().hasExceptions()) {
      return settings;
    }
    IgnoreRules known = rules.get();
    boolean everything = known.rules().stream().anyMatch(r -> EVERYTHING.contains(r.text()));
    Predicate<String> ignored = path -> path.equals(".") ? everything : known.excludes(path);
    return settings.withIgnored(Optional.of(ignored));
  }
}
