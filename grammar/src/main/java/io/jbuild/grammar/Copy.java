package io.jbuild.grammar;

import java.util.List;

/**
 * COPY: files of the context, a stage or an image.
 *
 * @param origin how it stands in its source
 * @param flags as written
 * @param sources the markers of here-documents are left out: see {@code heredocs}
 * @param destination the last word
 * @param heredocs sources whose content is in the file, in order
 */
public record Copy(
    Origin origin, List<Flag> flags, List<Word> sources, Word destination, List<Heredoc> heredocs)
    implements Instruction {
  public Copy {
    flags = List.copyOf(flags);
    sources = List.copyOf(sources);
    heredocs = List.copyOf(heredocs);
  }

  @Override
  public String keyword() {
    return "COPY";
  }
}
