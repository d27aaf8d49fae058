package io.jbuild.core.secret;

import java.nio.file.Path;

/** Where the value of a secret comes from; never the value itself. */
public sealed interface SecretSource {
  /** The bytes of a file of the calling user's. */
  record OfFile(Path path) implements SecretSource {}

  /** A variable of the environment that jbuild was started in; not set it is an empty value. */
  record OfVariable(String name) implements SecretSource {}
}
