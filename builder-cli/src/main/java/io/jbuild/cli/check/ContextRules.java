package io.jbuild.cli.check;

import io.jbuild.core.context.IgnoreRules;
import io.jbuild.grammar.check.RuleSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What a check knows of the context that a file is built with. */
public final class ContextRules {
  /** Patterns that leave out all that lies in the root of the context. */
  private static final Set<String> EVERYTHING = Set.of("*", "**", "**/*", "/*", "/**");

  private final Optional<Path> folder;
  private final IgnoreRules rules;
  private final boolean given;

  private ContextRules(Optional<Path> folder, IgnoreRules rules, boolean given) {
    this.folder = folder;
    this.rules = rules;
    this.given = given;
  }

  /**
   * Reads the ignore file of a context.
   *
   * @param dockerfile nothing for standard input
   * @param context nothing for the folder of the Dockerfile, which may be another than that of the
   *     build: what is not there may be elsewhere then
   */
  public static ContextRules load(Optional<Path> dockerfile, Optional<Path> context)
      throws IOException {
    Optional<Path> file = dockerfile.map(Path::toAbsolutePath);
    Optional<Path> folder = context.or(() -> file.map(Path::getParent));
    return new ContextRules(
        folder,
        folder.isEmpty() ? IgnoreRules.NONE : IgnoreRules.load(folder.get(), file),
        context.isPresent());
  }

  /** The settings with what the context leaves out; not asked where rules take paths back in. */
  public RuleSettings into(RuleSettings settings) {
    RuleSettings known =
        settings.withContext(folder.map(root -> new FolderView(root, rules, given)));
    if (rules.rules().isEmpty() || rules.hasExceptions()) {
      return known;
    }
    boolean everything = rules.rules().stream().anyMatch(r -> EVERYTHING.contains(r.text()));
    Predicate<String> ignored = path -> path.equals(".") ? everything : rules.excludes(path);
    return known.withBuild(known.build().withIgnored(Optional.of(ignored)));
  }
}
