package io.jbuild.grammar.expand;

/** A word that cannot be expanded; never leaves this package. */
final class BadSubstitution extends Exception {
  private static final long serialVersionUID = 1L;

  BadSubstitution(String message) {
    super(message, null, false, false);
  }
}
