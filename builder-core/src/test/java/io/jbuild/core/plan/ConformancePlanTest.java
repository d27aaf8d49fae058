package io.jbuild.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jbuild.core.image.ContainerConfig;
import io.jbuild.core.image.ImageJson;
import io.jbuild.core.image.Platform;
import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Parsed;
import io.jbuild.grammar.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Holds plans against what BuildKit recorded for the conformance cases: config, history, number of
 * layers, base, author and the failures that planning has to give.
 */
final class ConformancePlanTest {
  private static final String HTTP = "http://127.0.0.1:1";
  private static final String GIT = "git://127.0.0.1:1";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Failures that only a build can find, by what BuildKit says of them. */
  private static final List<String> FOUND_BY_BUILDING =
      List.of(
          "did not complete successfully",
          "failed to compute cache key",
          "failed to load cache key",
          "cannot replace to directory",
          "cannot copy to non-directory",
          "digest mismatch");

  private enum Kind {
    AGREES,
    DIFFERS
  }

  private record Outcome(Kind kind, String text) {}

  @Test
  void plansAgreeWithTheRecordsOfBuildKit() throws IOException {
    Path corpus = Path.of(System.getProperty("jbuild.corpus", ""));
    Path folder = corpus.resolve("conformance");
    if (!Files.isDirectory(folder)) {
      System.out.println("skipped: no conformance cases in " + corpus);
      Assumptions.abort("no conformance cases");
    }
    JsonNode bases = JSON.readTree(folder.resolve("bases.json").toFile());
    Map<Kind, List<String>> found = new TreeMap<>();
    for (Path file : cases(folder)) {
      JsonNode test = JSON.readTree(file.toFile());
      Outcome outcome = outcome(test, bases);
      found
          .computeIfAbsent(outcome.kind, kind -> new ArrayList<>())
          .add(test.get("name").asText() + ": " + outcome.text);
    }
    System.out.println(
        "conformance, plans: "
            + found.getOrDefault(Kind.AGREES, List.of()).size()
            + " agree, "
            + found.getOrDefault(Kind.DIFFERS, List.of()).size()
            + " differ");
    assertTrue(found.containsKey(Kind.AGREES));
    assertEquals(
        "", String.join("\n", found.getOrDefault(Kind.DIFFERS, List.of())), "cases that differ");
  }

  private static List<Path> cases(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .filter(file -> !file.getParent().equals(folder))
          .sorted()
          .toList();
    }
  }

  private static Outcome outcome(JsonNode test, JsonNode bases) {
    JsonNode expect = test.get("expect");
    boolean success = expect.get("result").asText().equals("success");
    Parsed parsed =
        DockerfileParser.parse(
            new Source(
                "Dockerfile", dockerfile(test).replace("{{HTTP}}", HTTP).replace("{{GIT}}", GIT)));
    if (parsed.hasErrors()) {
      return failed(success, parsed.diagnostics());
    }
    PlanResult result = plan(parsed, test, bases);
    if (result.plan().isEmpty()) {
      return failed(success, result.diagnostics());
    }
    if (!success) {
      String message = expect.path("upstream_message").asText();
      return FOUND_BY_BUILDING.stream().anyMatch(message::contains)
          ? new Outcome(Kind.AGREES, "")
          : new Outcome(Kind.DIFFERS, "planned, but BuildKit says: " + message);
    }
    return compare(expect, result.plan().get(), test);
  }

  private static Outcome failed(boolean success, List<Diagnostic> diagnostics) {
    return new Outcome(
        success ? Kind.DIFFERS : Kind.AGREES, success ? Planning.render(diagnostics) : "");
  }

  private static PlanResult plan(Parsed parsed, JsonNode test, JsonNode bases) {
    JsonNode build = test.path("build");
    var labels = new TreeMap<>(texts(build.path("labels")));
    var contexts = new LinkedHashMap<String, PlanRequest.ContextKind>();
    build
        .path("contexts")
        .fieldNames()
        .forEachRemaining(name -> contexts.put(name, PlanRequest.ContextKind.FILES));
    Platform platform =
        build.has("platform") ? Platform.parse(build.get("platform").asText()) : Planning.AMD64;
    var request =
        new PlanRequest(
            parsed.dockerfile(),
            texts(build.path("build_args")),
            platform,
            Planning.AMD64,
            Optional.ofNullable(build.get("target")).map(JsonNode::asText),
            labels,
            contexts,
            "default");
    Map<BaseImages.Key, PinnedImage> pinned = new HashMap<>();
    NeededImages needed = Planner.imagesNeeded(request, BaseImages.NONE);
    while (!needed.requests().isEmpty()) {
      boolean allKnown = true;
      for (ImageRequest image : needed.requests()) {
        String name = image.name().replaceFirst(":latest$", "");
        if (!bases.has(name)) {
          allKnown = false;
          continue;
        }
        pinned.put(
            new BaseImages.Key(image.name(), image.platform()),
            Planning.pinned(image.name(), image.platform(), config(bases.get(name))));
      }
      if (!allKnown) {
        break;
      }
      needed = Planner.imagesNeeded(request, new BaseImages(pinned));
    }
    return Planner.plan(request, new BaseImages(pinned));
  }

  private static ContainerConfig config(JsonNode base) {
    JsonNode config = base.get("config");
    ContainerConfig env = Planning.withEnv(strings(config.path("Env")).toArray(String[]::new));
    return new ContainerConfig(
        "",
        env.exposedPorts(),
        env.env(),
        Optional.empty(),
        Optional.of(strings(config.path("Cmd"))),
        env.volumes(),
        "",
        env.labels(),
        "",
        Optional.empty(),
        List.of(),
        List.of(),
        false);
  }

  private static Outcome compare(JsonNode expect, Plan plan, JsonNode test) {
    if (!expect.has("config")) {
      return new Outcome(Kind.AGREES, "");
    }
    var differences = new ArrayList<String>();
    differ(differences, "config", withoutArgsEscaped(expect.get("config")), config(plan));
    differ(differences, "layers", expect.get("layers_above_base").asLong(), layers(plan));
    differ(differences, "base", expect.get("final_base").asText(), base(plan.target()));
    differ(differences, "author", expect.path("author").asText(), plan.config().author());
    if (!test.path("build").has("contexts") || !isContextBase(plan.target())) {
      differ(differences, "history", history(expect), history(plan));
    }
    if (expect.has("created")) {
      differ(
          differences,
          "epoch",
          Optional.of(Instant.parse(expect.get("created").asText())),
          plan.sourceDateEpoch());
    }
    return new Outcome(
        differences.isEmpty() ? Kind.AGREES : Kind.DIFFERS, String.join("; ", differences));
  }

  private static void differ(
      List<String> differences, String what, Object expected, Object actual) {
    if (!expected.equals(actual)) {
      differences.add(what + "\n    expected " + expected + "\n    but was  " + actual);
    }
  }

  private static JsonNode config(Plan plan) {
    try {
      return withoutArgsEscaped(JSON.readTree(ImageJson.write(plan.config())).path("config"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode withoutArgsEscaped(JsonNode config) {
    return ((ObjectNode) config).without("ArgsEscaped");
  }

  private static long layers(Plan plan) {
    return plan.history().stream()
        .filter(line -> line instanceof Plan.HistoryLine.Built built && built.step().isPresent())
        .count();
  }

  private static String base(Step step) {
    Step base = step;
    while (!base.inputs().isEmpty()) {
      base = base.inputs().getFirst();
    }
    return base instanceof Step.PullImage(PinnedImage image, var _)
        ? image.name().replaceFirst(":latest$", "")
        : "scratch";
  }

  /** BuildKit makes up a line for the layer of a named context. */
  private static boolean isContextBase(Step step) {
    Step base = step;
    while (!base.inputs().isEmpty() && !(base.inputs().getFirst() instanceof Step.Scratch)) {
      base = base.inputs().getFirst();
    }
    return base instanceof Step.CopyFiles copy
        && copy.origin() instanceof CopyOrigin.FromContext(String name)
        && !name.isEmpty();
  }

  private static List<String> history(JsonNode expect) {
    var lines = new ArrayList<String>();
    for (JsonNode line : expect.path("history")) {
      lines.add(
          (line.path("empty_layer").asBoolean() ? "empty " : "layer ")
              + line.get("created_by").asText());
    }
    return lines;
  }

  private static List<String> history(Plan plan) {
    var lines = new ArrayList<String>();
    for (Plan.HistoryLine line : plan.history()) {
      if (line instanceof Plan.HistoryLine.Built(String createdBy, var step)) {
        String recorded = createdBy.replace(HTTP, "{{HTTP}}").replace(GIT, "{{GIT}}");
        lines.add((step.isPresent() ? "layer " : "empty ") + recorded);
      }
    }
    return lines;
  }

  private static String dockerfile(JsonNode test) {
    if (test.hasNonNull("dockerfile")) {
      return test.get("dockerfile").asText();
    }
    String name = test.path("build").path("file").asText("Dockerfile");
    while (true) {
      JsonNode entry = contextEntry(test, name);
      if (!entry.has("target")) {
        return entry.get("content").asText();
      }
      name = entry.get("target").asText();
    }
  }

  private static JsonNode contextEntry(JsonNode test, String name) {
    for (JsonNode entry : test.get("context")) {
      if (entry.get("path").asText().equalsIgnoreCase(name)) {
        return entry;
      }
    }
    throw new AssertionError("no " + name + " in " + test.get("name"));
  }

  private static Map<String, String> texts(JsonNode object) {
    var texts = new LinkedHashMap<String, String>();
    object.properties().forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
    return texts;
  }

  private static List<String> strings(JsonNode array) {
    var strings = new ArrayList<String>();
    array.forEach(value -> strings.add(value.asText()));
    return strings;
  }
}
