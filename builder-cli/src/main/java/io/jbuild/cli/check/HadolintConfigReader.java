package io.jbuild.cli.check;

import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.Severity;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.Suggestion;
import io.jbuild.grammar.check.RuleCatalogue;
import io.jbuild.grammar.check.RuleInfo;
import io.jbuild.grammar.hadolint.HadolintSettings;
import io.jbuild.grammar.hadolint.LabelType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads hadolint's configuration, YAML or JSON, as it is. A key that is not known is a warning and
 * has no effect; a value of the wrong kind is an error.
 */
public final class HadolintConfigReader {
  private static final int LONGEST = 1 << 20;
  private static final int DEEPEST = 50;
  private static final List<String> KEYS =
      List.of(
          "disable-ignore-pragma",
          "failure-threshold",
          "format",
          "ignored",
          "label-schema",
          "no-color",
          "no-fail",
          "override",
          "strict-labels",
          "trustedRegistries");

  /**
   * What was read.
   *
   * @param config what could be understood
   * @param problems nothing may be checked with it if one is an error
   */
  public record Read(HadolintConfig config, List<Diagnostic> problems) {
    /** Whether the configuration cannot be used. */
    public boolean isBad() {
      return problems.stream().anyMatch(p -> p.severity() == Severity.ERROR);
    }
  }

  private final ConfigProblems problems;
  private final Map<String, Node> values = new LinkedHashMap<>();

  private HadolintConfigReader(ConfigProblems problems) {
    this.problems = problems;
  }

  /** Never throws for what stands in the file. */
  public static Read read(Source source) {
    var problems = new ConfigProblems(source);
    var reader = new HadolintConfigReader(problems);
    HadolintConfig config = HadolintConfig.NONE;
    try {
      var settings =
          LoadSettings.builder().setLabel(source.name()).setCodePointLimit(LONGEST).build();
      if (isDeep(settings, source)) {
        problems.syntax(Optional.empty(), "this is nested more than " + DEEPEST + " deep");
      } else {
        Optional<Node> root = new Compose(settings).composeString(source.text());
        config = root.map(reader::config).orElse(config);
      }
    } catch (MarkedYamlEngineException e) {
      problems.syntax(e.getProblemMark(), "this is no YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      problems.syntax(Optional.empty(), "this is no YAML: " + e.getMessage());
    }
    return new Read(config, problems.found());
  }

  /** The composer calls itself for each level. */
  private static boolean isDeep(LoadSettings settings, Source source) {
    int depth = 0;
    for (Event event : new Parse(settings).parseString(source.text())) {
      if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
        return true;
      }
      if (event instanceof CollectionEndEvent) {
        depth--;
      }
    }
    return false;
  }

  private HadolintConfig config(Node root) {
    if (root instanceof ScalarNode scalar && scalar.getValue().isEmpty()) {
      return HadolintConfig.NONE;
    }
    entries(root, "the configuration").forEach(this::key);
    return new HadolintConfig(
        text("failure-threshold", List.of("error", "warning", "info", "style", "ignore", "none")),
        format(),
        new HadolintSettings(
            rules(values.get("ignored")),
            severities(),
            texts(values.get("trustedRegistries")),
            labelSchema(),
            flag("strict-labels"),
            flag("disable-ignore-pragma")),
        flag("no-fail"),
        flag("no-color"));
  }

  private void key(NodeTuple entry) {
    String name = scalar(entry.getKeyNode()).orElse("");
    // Both spellings of the one key that is not in kebab case are about.
    String known = name.equals("trusted-registries") ? "trustedRegistries" : name;
    if (!KEYS.contains(known)) {
      problems.warning(
          entry.getKeyNode(),
          "there is no setting `" + name + "`; it has no effect",
          Suggestion.nearest(name, KEYS)
              .map(near -> "did you mean `" + near + "`?")
              .orElse("known are `" + String.join("`, `", KEYS) + "`"));
    } else if (values.put(known, entry.getValueNode()) != null) {
      problems.error(entry.getKeyNode(), "`" + name + "` stands here twice", "remove one");
    }
  }

  private Optional<String> text(String key, List<String> allowed) {
    Node node = values.get(key);
    if (node == null || isNull(node)) {
      return Optional.empty();
    }
    Optional<String> text = scalar(node);
    if (text.isEmpty() || !(allowed.isEmpty() || allowed.contains(text.get()))) {
      problems.error(
          node,
          "`" + key + "` has a value that it cannot have",
          allowed.isEmpty() ? "write one word" : "allowed: `" + String.join("`, `", allowed) + "`");
      return Optional.empty();
    }
    return text;
  }

  /** hadolint has formats that we have not; CI would not want that to be the end. */
  private Optional<String> format() {
    Optional<String> format = text("format", List.of());
    if (format.isPresent() && ReportFormats.named(format.get(), false, "").isEmpty()) {
      problems.warning(
          values.get("format"),
          "the format `" + format.get() + "` is not supported; text is written",
          "allowed: `" + String.join("`, `", ReportFormats.NAMES) + "`");
      return Optional.empty();
    }
    return format;
  }

  private boolean flag(String key) {
    Node node = values.get(key);
    if (node == null || isNull(node)) {
      return false;
    }
    switch (scalar(node).orElse("").toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "y" -> {
        return true;
      }
      case "false", "no", "off", "n" -> {
        return false;
      }
      default -> {
        problems.error(node, "`" + key + "` is neither true nor false", "write `true` or `false`");
        return false;
      }
    }
  }

  /** Ids; a rule that does not exist is a warning, as it may be one of a later hadolint. */
  private Set<String> rules(Node node) {
    Set<String> ids = new HashSet<>();
    for (Node item : items(node)) {
      String name = scalar(item).orElse("");
      Optional<RuleInfo> rule = RuleCatalogue.named(name);
      if (rule.isPresent()) {
        ids.add(rule.get().id());
      } else {
        problems.warning(
            item,
            "there is no rule `" + name + "`",
            RuleCatalogue.nearest(name)
                .map(near -> "did you mean `" + near + "`?")
                .orElse("it has no effect"));
      }
    }
    return ids;
  }

  private Map<String, Optional<Severity>> severities() {
    Map<String, Optional<Severity>> severities = new HashMap<>();
    Node node = values.get("override");
    if (node == null || isNull(node)) {
      return severities;
    }
    for (NodeTuple entry : entries(node, "`override`")) {
      String level = scalar(entry.getKeyNode()).orElse("");
      if (List.of("error", "warning", "info", "style").contains(level)) {
        var severity = Optional.of(Severity.valueOf(level.toUpperCase(Locale.ROOT)));
        rules(entry.getValueNode()).forEach(id -> severities.put(id, severity));
      } else {
        problems.warning(
            entry.getKeyNode(),
            "there is no severity `" + level + "`; it has no effect",
            "known are `error`, `warning`, `info` and `style`");
      }
    }
    return severities;
  }

  private Map<String, LabelType> labelSchema() {
    Map<String, LabelType> schema = new LinkedHashMap<>();
    Node node = values.get("label-schema");
    if (node == null || isNull(node)) {
      return schema;
    }
    for (NodeTuple entry : entries(node, "`label-schema`")) {
      String kind = scalar(entry.getValueNode()).orElse("");
      Optional<LabelType> type = LabelType.of(kind);
      if (type.isPresent()) {
        schema.put(scalar(entry.getKeyNode()).orElse(""), type.get());
      } else {
        problems.error(
            entry.getValueNode(),
            "there is no kind of label `" + kind + "`",
            "allowed: "
                + Arrays.stream(LabelType.values())
                    .map(t -> "`" + t.label() + "`")
                    .collect(Collectors.joining(", ")));
      }
    }
    return schema;
  }

  private List<String> texts(Node node) {
    return items(node).stream().map(item -> scalar(item).orElse("")).toList();
  }

  /** The items of a list, each one word; one word alone is a list of one. */
  private List<Node> items(Node node) {
    if (node == null || isNull(node)) {
      return List.of();
    }
    List<Node> items = node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
    List<Node> words = new ArrayList<>();
    for (Node item : items) {
      if (item instanceof ScalarNode) {
        words.add(item);
      } else {
        problems.error(item, "a word is expected here", "write a list of words: `[one, two]`");
      }
    }
    return words;
  }

  private List<NodeTuple> entries(Node node, String what) {
    if (node instanceof MappingNode mapping) {
      return mapping.getValue();
    }
    problems.error(node, what + " is not made of names and values", "write `name: value`");
    return List.of();
  }

  private static boolean isNull(Node node) {
    return node instanceof ScalarNode scalar
        && List.of("", "null", "~").contains(scalar.getValue());
  }

  private static Optional<String> scalar(Node node) {
    return node instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
  }
}
