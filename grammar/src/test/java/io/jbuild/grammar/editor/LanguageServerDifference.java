package io.jbuild.grammar.editor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A line of {@code testdata/langserver-differences.tsv}: where jbuild means to answer differently.
 *
 * @param feature whose answers
 * @param group what the answers have in common
 * @param document found in texts that differ
 * @param answers found in the recorded answer, {@code =>} and ours; empty for any
 * @param reason why ours is better
 */
record LanguageServerDifference(
    String feature, String group, Pattern document, Pattern answers, String reason) {
  static List<LanguageServerDifference> of(String feature) {
    List<LanguageServerDifference> all = new ArrayList<>();
    Path file =
        Path.of(System.getProperty("jbuild.root", ".."), "testdata/langserver-differences.tsv");
    try {
      for (String line : Files.readAllLines(file)) {
        String[] fields = line.split("\t");
        if (!line.startsWith("#") && fields[0].equals(feature)) {
          all.add(
              new LanguageServerDifference(
                  fields[0],
                  fields[1],
                  Pattern.compile(fields[2], Pattern.DOTALL),
                  Pattern.compile(fields[3], Pattern.DOTALL),
                  fields[4]));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  boolean explains(String name, String text, Object expected, Object actual) {
    return document.matcher(text).find() && answers.matcher(expected + " => " + actual).find();
  }
}
