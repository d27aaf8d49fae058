package io.jbuild.cli.check;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One run of {@code shellcheck} over a batch of scripts. */
final class ShellCheckProcess {
  /** Sourced files are not here (1090, 1091); ash is checked as dash, whoever likes it (2187). */
  private static final String EXCLUDED = "1090,1091,2187";

  private static final int SECONDS = 30;
  private static final int SCRIPTS_A_SECOND = 2;

  /**
   * What came of it.
   *
   * @param failure why there is no answer, or not the whole one
   */
  record Outcome(List<ShellCheckComment> comments, Optional<String> failure) {
    static Outcome failed(String why) {
      return new Outcome(List.of(), Optional.of(why));
    }
  }

  private ShellCheckProcess() {}

  /**
   * Writes the scripts into a folder and checks them.
   *
   * @param first a number for the name of the first one
   */
  static Outcome run(Path program, Path folder, int first, List<String> scripts)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(program.toString(), "--norc", "--format=json1", "--exclude=" + EXCLUDED));
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < scripts.size(); i++) {
      String name = "script" + (first + i);
      Files.writeString(folder.resolve(name), scripts.get(i));
      command.add(name);
      numbers.put(name, i);
    }
    Path out = folder.resolve("out" + first);
    Path err = folder.resolve("err" + first);
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    process.getOutputStream().close();
    int limit = SECONDS + scripts.size() / SCRIPTS_A_SECOND;
    if (!process.waitFor(limit, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      return Outcome.failed("`" + program + "` was ended after " + limit + " seconds");
    }
    // 1 tells of findings; what is more, that it could not do its work.
    if (process.exitValue() > 1) {
      String first80 = Files.readString(err).strip().lines().findFirst().orElse("no reason given");
      return Outcome.failed(
          "`" + program + "` failed with " + process.exitValue() + " (" + first80 + ")");
    }
    try (JsonParser json = new JsonFactory().createParser(out.toFile())) {
      return new Outcome(comments(json, numbers), Optional.empty());
    } catch (JacksonException | IllegalArgumentException e) {
      return Outcome.failed("`" + program + "` gave an answer that is not ShellCheck's");
    }
  }

  /** {@code {"comments":[{…},…]}}. */
  private static List<ShellCheckComment> comments(JsonParser json, Map<String, Integer> numbers)
      throws IOException {
    List<ShellCheckComment> comments = new ArrayList<>();
    expect(json, JsonToken.START_OBJECT);
    expect(json, JsonToken.FIELD_NAME);
    expect(json, JsonToken.START_ARRAY);
    while (json.nextToken() == JsonToken.START_OBJECT) {
      comments.add(comment(json, numbers));
    }
    return comments;
  }

  private static void expect(JsonParser json, JsonToken token) throws IOException {
    if (json.nextToken() != token) {
      throw new IllegalArgumentException("no " + token);
    }
  }

  private static ShellCheckComment comment(JsonParser json, Map<String, Integer> numbers)
      throws IOException {
    Map<String, String> fields = new HashMap<>();
    List<ShellCheckComment.Replacement> fix = new ArrayList<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      if (json.nextToken() == JsonToken.START_OBJECT) {
        fix(json, fix);
      } else {
        fields.put(name, json.getText());
      }
    }
    Integer number = numbers.get(fields.get("file"));
    if (number == null || !fields.containsKey("message")) {
      throw new IllegalArgumentException("no file or message");
    }
    return new ShellCheckComment(
        number,
        place(fields),
        fields.getOrDefault("level", "warning"),
        Integer.parseInt(fields.get("code")),
        fields.get("message"),
        fix);
  }

  /** {@code {"replacements":[{…},…]}}. */
  private static void fix(JsonParser json, List<ShellCheckComment.Replacement> fix)
      throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      expect(json, JsonToken.START_ARRAY);
      while (json.nextToken() == JsonToken.START_OBJECT) {
        Map<String, String> fields = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String name = json.currentName();
          json.nextToken();
          fields.put(name, json.getText());
        }
        fix.add(new ShellCheckComment.Replacement(place(fields), fields.get("replacement")));
      }
    }
  }

  private static ShellCheckComment.Place place(Map<String, String> fields) {
    return new ShellCheckComment.Place(
        Integer.parseInt(fields.get("line")),
        Integer.parseInt(fields.get("column")),
        Integer.parseInt(fields.get("endLine")),
        Integer.parseInt(fields.get("endColumn")));
  }
}
