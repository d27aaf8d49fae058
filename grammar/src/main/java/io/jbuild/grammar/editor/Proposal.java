package io.jbuild.grammar.editor;

import io.jbuild.grammar.Range;
import java.util.Optional;

/**
 * Something that can be written at a caret.
 *
 * @param label what it is called in a list
 * @param text what is written
 * @param snippet the same with tab stops as in <code>${1:name}</code>, where there are any
 * @param range what it takes the place of
 * @param kind what it is
 * @param key of the {@link Manual}, where there is more to read
 */
public record Proposal(
    String label,
    String text,
    Optional<String> snippet,
    Range range,
    Kind kind,
    Optional<String> key) {
  /** What is proposed. */
  public enum Kind {
    INSTRUCTION,
    FLAG,
    /** A word of the language inside of an instruction. */
    WORD,
    VALUE,
    VARIABLE,
    STAGE,
    IMAGE,
    FILE,
    FOLDER,
    JSON
  }

  /** One that is written as it is called. */
  static Proposal plain(String text, Range range, Kind kind) {
    return new Proposal(text, text, Optional.empty(), range, kind, Optional.empty());
  }

  /**
   * One with tab stops.
   *
   * @param template with <code>${name}</code> where something is to be filled in
   * @param bare what is called and written where an editor knows no tab stops
   */
  static Proposal template(
      String template, String bare, boolean snippets, Range range, Kind kind, String key) {
    if (!snippets || template.indexOf("${") < 0) {
      String text = snippets ? template : bare;
      return new Proposal(text, text, Optional.empty(), range, kind, Optional.of(key));
    }
    var label = new StringBuilder();
    var snippet = new StringBuilder();
    int stop = 0;
    int at = 0;
    for (int open = template.indexOf("${"); open >= 0; open = template.indexOf("${", at)) {
      int close = template.indexOf('}', open);
      String name = template.substring(open + 2, close);
      label.append(template, at, open).append(name);
      snippet.append(template, at, open).append("${").append(++stop).append(':');
      snippet.append(name).append('}');
      at = close + 1;
    }
    label.append(template, at, template.length());
    snippet.append(template, at, template.length());
    String text = label.toString();
    return new Proposal(text, text, Optional.of(snippet.toString()), range, kind, Optional.of(key));
  }

  /** The same with a page of the manual. */
  Proposal about(String manualKey) {
    return new Proposal(label, text, snippet, range, kind, Optional.of(manualKey));
  }
}
