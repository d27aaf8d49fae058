package io.jbuild.core.context;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * A build context, an ignore file or a COPY or ADD that cannot be used as it stands: a mistake of
 * the user's, with what to do about it. The message is lower case and complete without the cause.
 */
public final class ContextException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String hint;
  private final String path;
  private final int line;

  private ContextException(String message, String hint, String path, int line) {
    super(message);
    this.hint = Objects.requireNonNull(hint);
    this.path = path;
    this.line = line;
  }

  /**
   * @param hint what to do about it; empty when there is nothing to say
   */
  public ContextException(String message, String hint) {
    this(message, hint, null, 0);
  }

  /** About one path of the context, an image or an archive. */
  public static ContextException at(String path, String message, String hint) {
    return new ContextException(message, hint, path, 0);
  }

  /** About one line, counted from 1, of an ignore file. */
  static ContextException inLine(String file, int line, String message, String hint) {
    return new ContextException(message, hint, file, line);
  }

  /** What to do about it; empty when there is nothing to say. */
  public String hint() {
    return hint;
  }

  /** The path that it is about, when there is one. */
  public Optional<String> path() {
    return Optional.ofNullable(path);
  }

  /** The line of {@link #path} counted from 1, or 0. */
  public int line() {
    return line;
  }
}
