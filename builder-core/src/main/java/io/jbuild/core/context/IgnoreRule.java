package io.jbuild.core.context;

/**
 * A line of an ignore file.
 *
 * @param file as it is named in messages, such as {@code .dockerignore}
 * @param line counted from 1
 * @param text as it stands in the file, without spaces around it
 * @param exception whether it takes paths back in ({@code !})
 */
public record IgnoreRule(String file, int line, String text, boolean exception) {
  @Override
  public String toString() {
    return "`" + text + "` (" + file + ":" + line + ")";
  }
}
