package io.jbuild.cli;

/** A command line that jbuild cannot follow; exit code 2. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String hint;

  UsageException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  String hint() {
    return hint;
  }
}
