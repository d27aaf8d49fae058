package io.jbuild.core.build;

import io.jbuild.core.remote.HttpAddress;
import io.jbuild.grammar.GitAddress;
import java.nio.file.Path;

/** Where the files that COPY and ADD may use come from. */
public sealed interface ContextSource {
  /** A folder of this machine. */
  record Folder(Path path) implements ContextSource {}

  /** Standard input: a tar, compressed or not, or a Dockerfile without any files. */
  record StandardInput() implements ContextSource {}

  /** A file of a web server: a tar, or a Dockerfile. */
  record Download(HttpAddress address) implements ContextSource {}

  /** A commit of a git repository. */
  record Repository(GitAddress address) implements ContextSource {}
}
