package io.jbuild.core.context;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As much of the Dockerfile language as the recorded COPY and ADD cases need. */
final class MiniDockerfile {
  private static final Pattern HEREDOC = Pattern.compile("<<(-?)([\"']?)([\\w.]+)\\2");
  private static final Pattern VARIABLE =
      Pattern.compile("\\$(?:(\\w+)|\\{(\\w+)(?:(%|:-)([^}]*))?})|\\\\(.)");

  private MiniDockerfile() {}

  /** A case that goes beyond what is read here. */
  static final class Beyond extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Beyond(String what) {
      super(what);
    }
  }

  record Heredoc(String name, String text, boolean expand) {}

  record Line(String keyword, String arguments, List<Heredoc> heredocs) {}

  static List<Line> lines(String dockerfile) {
    List<Line> lines = new ArrayList<>();
    String[] text = dockerfile.split("\n", -1);
    for (int i = 0; i < text.length; i++) {
      String line = text[i].strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      while (line.endsWith("\\") && i + 1 < text.length) {
        line = line.substring(0, line.length() - 1) + text[++i].strip();
      }
      String[] parts = line.split("\\s+", 2);
      List<Heredoc> heredocs = new ArrayList<>();
      Matcher heredoc = HEREDOC.matcher(line);
      while (heredoc.find()) {
        var body = new StringBuilder();
        while (!text[++i].equals(heredoc.group(3))) {
          body.append(text[i]).append('\n');
        }
        heredocs.add(new Heredoc(heredoc.group(3), body.toString(), heredoc.group(2).isEmpty()));
      }
      lines.add(new Line(parts[0].toUpperCase(), parts.length > 1 ? parts[1] : "", heredocs));
    }
    return lines;
  }

  static List<String> words(String arguments) {
    if (arguments.startsWith("[\"")) {
      List<String> words = new ArrayList<>();
      Matcher quoted = Pattern.compile("\"([^\"]*)\"").matcher(arguments);
      while (quoted.find()) {
        words.add(quoted.group(1));
      }
      return words;
    }
    return List.of(arguments.split("\\s+"));
  }

  static String expand(String word, Map<String, String> variables) {
    return VARIABLE
        .matcher(word)
        .replaceAll(
            match -> {
              if (match.group(5) != null) {
                return Matcher.quoteReplacement(match.group(5));
              }
              String name = match.group(1) != null ? match.group(1) : match.group(2);
              String value = variables.getOrDefault(name, "");
              String rest = match.group(4);
              if ("%".equals(match.group(3)) && value.endsWith(rest)) {
                value = value.substring(0, value.length() - rest.length());
              } else if (":-".equals(match.group(3)) && value.isEmpty()) {
                value = rest;
              }
              return Matcher.quoteReplacement(value);
            });
  }
}
