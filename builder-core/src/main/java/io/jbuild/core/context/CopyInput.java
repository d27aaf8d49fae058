package io.jbuild.core.context;

import java.util.Objects;

/** One source of a COPY or ADD, variables expanded. */
public sealed interface CopyInput {
  /**
   * A path in the source tree, with wildcards as Go's {@code filepath.Match} reads them. Leading
   * and trailing slashes mean nothing; {@code ..} cannot lead out of the tree.
   */
  record Pattern(String text) implements CopyInput {
    public Pattern {
      Objects.requireNonNull(text);
    }
  }

  /** A path in the source tree, no character of which is a wildcard; empty for all of the tree. */
  record Literal(String path) implements CopyInput {
    public Literal {
      Objects.requireNonNull(path);
    }
  }

  /** A here-document: a file of this name. */
  record Inline(String name, byte[] content) implements CopyInput {
    public Inline {
      content = content.clone();
    }

    @Override
    public byte[] content() {
      return content.clone();
    }
  }
}
