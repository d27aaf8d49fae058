package io.jbuild.core.context;

import io.jbuild.core.layer.PathBytes;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which files of a context a build does not see: the rules of a {@code .dockerignore} file. A line
 * holds for a path and all that lies below it, {@code !} takes paths back in, and the last line
 * that matches a path or one of its folders decides.
 */
public final class IgnoreRules {
  /** No rules: every file is seen. */
  public static final IgnoreRules NONE = new IgnoreRules(List.of(), List.of());

  private static final String FILE = ".dockerignore";
  private static final long MOST_BYTES = 16L << 20;

  private final List<IgnoreRule> rules;
  private final List<IgnorePattern> patterns;
  private final boolean exceptions;

  private IgnoreRules(List<IgnoreRule> rules, List<IgnorePattern> patterns) {
    this.rules = List.copyOf(rules);
    this.patterns = List.copyOf(patterns);
    this.exceptions = rules.stream().anyMatch(IgnoreRule::exception);
  }

  /**
   * The rules for a build: {@code <Dockerfile>.dockerignore} beside the Dockerfile when there is
   * one, else {@code .dockerignore} in the context, else none.
   *
   * @param dockerfile nothing when it is not a file (standard input)
   * @throws ContextException when a line is no pattern
   */
  public static IgnoreRules load(Path context, Optional<Path> dockerfile) throws IOException {
    if (dockerfile.isPresent()) {
      Path own = dockerfile.get().resolveSibling(dockerfile.get().getFileName() + FILE);
      Optional<IgnoreRules> rules = read(own);
      if (rules.isPresent()) {
        return rules.get();
      }
    }
    return read(context.resolve(FILE)).orElse(NONE);
  }

  private static Optional<IgnoreRules> read(Path file) throws IOException {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (attributes.isDirectory()) {
        return Optional.empty();
      }
      if (!attributes.isRegularFile() || attributes.size() > MOST_BYTES) {
        throw ContextException.at(
            file.toString(),
            "`"
                + file.getFileName()
                + (attributes.isRegularFile()
                    ? "` has more than " + (MOST_BYTES >> 20) + " MiB"
                    : "` is not a file"),
            "write a file of patterns, a line each");
      }
      String text = PathBytes.decode(Files.readAllBytes(file));
      return Optional.of(parse(file.getFileName().toString(), text));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (AccessDeniedException e) {
      throw ContextException.at(
          file.toString(), "`" + file + "` may not be read", "let the calling user read it");
    }
  }

  /**
   * Reads the text of an ignore file.
   *
   * @param file its name, for messages
   * @throws ContextException when a line is no pattern
   */
  public static IgnoreRules parse(String file, String text) throws ContextException {
    List<IgnoreRule> rules = new ArrayList<>();
    List<IgnorePattern> patterns = new ArrayList<>();
    String[] lines = (text.startsWith("\uFEFF") ? text.substring(1) : text).split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      String cleaned = cleanLine(lines[i]);
      if (cleaned.isEmpty()) {
        continue;
      }
      boolean exception = cleaned.startsWith("!");
      var rule = new IgnoreRule(file, i + 1, lines[i].strip(), exception);
      rules.add(rule);
      patterns.add(compile(rule, exception ? cleaned.substring(1) : cleaned));
    }
    return rules.isEmpty() ? NONE : new IgnoreRules(rules, patterns);
  }

  /**
   * Rules that stand in no file, each a pattern as it is: a leading slash and {@code #} mean
   * themselves.
   *
   * @throws ContextException when one is no pattern
   */
  public static IgnoreRules ofPatterns(List<String> texts) throws ContextException {
    List<IgnoreRule> rules = new ArrayList<>();
    List<IgnorePattern> patterns = new ArrayList<>();
    for (String text : texts) {
      String stripped = text.strip();
      boolean exception = stripped.startsWith("!");
      String pattern = exception ? stripped.substring(1) : stripped;
      if (stripped.isEmpty()) {
        continue;
      }
      try {
        if (pattern.isEmpty()) {
          throw new GoPattern.SyntaxException("`!` names nothing to take back in");
        }
        patterns.add(IgnorePattern.compile(CleanPath.clean(pattern)));
      } catch (GoPattern.SyntaxException e) {
        throw new ContextException(
            "`" + text + "` is no pattern: " + e.getMessage(),
            "put a backslash before a `[`, `*` or `?` that is meant as itself");
      }
      rules.add(new IgnoreRule("", 0, stripped, exception));
    }
    return rules.isEmpty() ? NONE : new IgnoreRules(rules, patterns);
  }

  /**
   * The pattern that a line stands for, {@code !} included; empty for a comment or an empty line.
   */
  static String cleanLine(String line) {
    if (line.startsWith("#")) {
      return "";
    }
    String pattern = line.strip();
    boolean exception = pattern.startsWith("!");
    if (exception) {
      pattern = pattern.substring(1).strip();
    }
    if (!pattern.isEmpty()) {
      pattern = CleanPath.clean(pattern);
      if (pattern.length() > 1 && pattern.startsWith("/")) {
        pattern = pattern.substring(1);
      }
    }
    return exception ? "!" + pattern : pattern;
  }

  private static IgnorePattern compile(IgnoreRule rule, String pattern) throws ContextException {
    if (pattern.isEmpty()) {
      throw ContextException.inLine(
          rule.file(), rule.line(), "`!` names nothing to take back in", "write `!path`");
    }
    try {
      return IgnorePattern.compile(pattern);
    } catch (GoPattern.SyntaxException e) {
      throw ContextException.inLine(
          rule.file(),
          rule.line(),
          "`" + rule.text() + "` is no pattern: " + e.getMessage(),
          "put a backslash before a `[`, `*` or `?` that is meant as itself");
    }
  }

  public List<IgnoreRule> rules() {
    return rules;
  }

  /** Whether some rule takes paths back in, so that a folder that is ignored may hold files. */
  public boolean hasExceptions() {
    return exceptions;
  }

  /** Whether the build does not see this path, by a rule for it or for a folder it lies in. */
  public boolean excludes(String path) {
    return whyExcluded(path).isPresent();
  }

  /** The rule by which the build does not see this path, if it does not. */
  public Optional<IgnoreRule> whyExcluded(String path) {
    if (patterns.isEmpty() || path.isEmpty()) {
      return Optional.empty();
    }
    boolean[] inherited = none();
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      inherited = matching(path.substring(0, slash), inherited);
    }
    int last = last(path, inherited);
    return last < 0 || rules.get(last).exception()
        ? Optional.empty()
        : Optional.of(rules.get(last));
  }

  /** What the rules say of the root of a context, to start {@link #matching} from. */
  boolean[] none() {
    return new boolean[patterns.size()];
  }

  /** For each rule, whether it matches this folder or one above it. */
  boolean[] matching(String directory, boolean[] inherited) {
    boolean[] matching = Arrays.copyOf(inherited, inherited.length);
    for (int i = 0; i < matching.length; i++) {
      matching[i] = inherited[i] || patterns.get(i).matches(directory);
    }
    return matching;
  }

  /**
   * {@link #excludes} for a path in a folder whose rules are known.
   *
   * @param inherited what {@link #matching} gave for its folder
   */
  boolean excludes(String path, boolean[] inherited) {
    int last = last(path, inherited);
    return last >= 0 && !rules.get(last).exception();
  }

  private int last(String path, boolean[] inherited) {
    for (int i = inherited.length - 1; i >= 0; i--) {
      if (inherited[i] || patterns.get(i).matches(path)) {
        return i;
      }
    }
    return -1;
  }
}
