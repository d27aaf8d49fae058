package io.jbuild.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The snippets of {@code docs/ci.md} are YAML, and jbuild understands each of its lines there. */
final class CiSnippetsTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml\n(.*?)^```$");
  private static final Pattern INLINE = Pattern.compile("`(jbuild [^`]+)`");
  private static final Pattern EXPRESSION = Pattern.compile("\\$\\{\\{ *([a-zA-Z_.]+) *}}");
  private static final Pattern WORD = Pattern.compile("(?:\"[^\"]*\"|'[^']*'|[^\\s\"'])+");

  @Test
  void everySnippetIsYamlWithTheJobsThatItTellsOf() throws IOException {
    List<Object> snippets = snippets();
    assertEquals(3, snippets.size());
    Map<?, ?> github = (Map<?, ?>) snippets.get(0);
    assertEquals(
        java.util.Set.of("check", "build", "index"), ((Map<?, ?>) github.get("jobs")).keySet());
    Map<?, ?> gitlab = (Map<?, ?>) snippets.get(1);
    assertTrue(gitlab.keySet().containsAll(List.of("dockerfile", "build", "index")));
    assertTrue(((Map<?, ?>) snippets.get(2)).containsKey("build-with-cache"));
  }

  @Test
  void everyLineOfJbuildIsUnderstood() throws IOException {
    List<String> lines = new ArrayList<>();
    snippets().forEach(snippet -> collect(snippet, lines));
    assertTrue(lines.size() >= 10, lines.toString());
    Matcher inline = INLINE.matcher(text());
    while (inline.find()) {
      lines.add(inline.group(1));
    }
    lines.forEach(CiSnippetsTest::parse);
  }

  /** As the CLI itself reads it, but for running it. */
  private static void parse(String line) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(line);
    while (word.find() && !word.group().equals(">")) {
      words.add(word.group().replaceAll("[\"']", ""));
    }
    List<String> rest = new ArrayList<>(Main.withCommand(words.subList(1, words.size())));
    assertDoesNotThrow(
        () -> Commands.of(rest).parseArgs(rest.toArray(String[]::new)), "jbuild " + rest);
  }

  /** The commands that begin with jbuild, anywhere in the document. */
  private static void collect(Object node, List<String> lines) {
    switch (node) {
      case Map<?, ?> map -> map.values().forEach(value -> collect(value, lines));
      case List<?> list -> list.forEach(value -> collect(value, lines));
      case String text ->
          Stream.of(text.split("\n|\\| +(?=jbuild )"))
              .map(line -> EXPRESSION.matcher(line.strip()).replaceAll("value"))
              .map(line -> line.replaceAll("\\$\\([^)]*\\)", "image"))
              .filter(line -> line.startsWith("jbuild "))
              .forEach(lines::add);
      case null, default -> {
        // no commands
      }
    }
  }

  private static List<Object> snippets() throws IOException {
    List<Object> snippets = new ArrayList<>();
    Matcher block = BLOCK.matcher(text());
    while (block.find()) {
      snippets.add(new Load(LoadSettings.builder().build()).loadFromString(block.group(1)));
    }
    return snippets;
  }

  private static String text() throws IOException {
    return Files.readString(Path.of(System.getProperty("jbuild.root", ".."), "docs/ci.md"));
  }
}
