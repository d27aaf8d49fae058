package io.jbuild.grammar;

/**
 * A here-document.
 *
 * @param name its delimiter, without quotes
 * @param expand whether variables are expanded in it: the name was not quoted
 * @param stripTabs whether it was written {@code <<-}; {@code content} still has its leading tabs
 * @param fileDescriptor the number before {@code <<}, 0 if there is none
 * @param content the lines of the body as written, each with its line feed
 * @param body where the body stands, without the line that ends it
 */
public record Heredoc(
    String name,
    boolean expand,
    boolean stripTabs,
    int fileDescriptor,
    String content,
    Range body) {

  /** The content that a file or script gets: leading tabs are gone if {@code <<-} asks for it. */
  public String data() {
    if (!stripTabs) {
      return content;
    }
    var data = new StringBuilder(content.length());
    boolean atStart = true;
    for (int i = 0; i < content.length(); i++) {
      char c = content.charAt(i);
      if (c != '\t' || !atStart) {
        data.append(c);
        atStart = c == '\n';
      }
    }
    return data.toString();
  }
}
