package io.jbuild.core.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jbuild.cache.Digest;
import io.jbuild.core.image.SpecRules.Basis;
import io.jbuild.core.image.SpecRules.Document;
import io.jbuild.core.image.SpecRules.Violation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The rules find what the schemas of the spec find, and what its text says besides. */
final class SpecRulesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DIGEST = Digest.of(new byte[0]).toString();
  private static final String DESCRIPTOR =
      "{\"mediaType\":\"a/b\",\"size\":1,\"digest\":\""
          + DIGEST
          + "\",\"data\":\"aGk=\",\"urls\":"
          + "[\"https://x/y\"],\"artifactType\":\"c/d\",\"annotations\":{\"k\":\"v\"}}";
  private static final String MANIFEST =
      "{\"schemaVersion\":2,\"mediaType\":\"a/b\",\"artifactType\":\"c/d\",\"config\":D,"
          + "\"layers\":[D,D],\"subject\":D,\"annotations\":{\"k\":\"v\"}}";
  private static final String INDEX =
      "{\"schemaVersion\":2,\"mediaType\":\"a/b\",\"manifests\":[{\"mediaType\":\"a/b\",\"size\":1,"
          + "\"digest\":\""
          + DIGEST
          + "\",\"platform\":{\"architecture\":\"arm\",\"os\":\"linux\","
          + "\"os.version\":\"1\",\"os.features\":[\"x\"],\"variant\":\"v7\"}}],\"subject\":D,"
          + "\"annotations\":{\"k\":\"v\"}}";
  private static final String CONFIG =
      "{\"created\":\"2024-05-06T07:08:09Z\",\"author\":\"a\",\"architecture\":\"arm\","
          + "\"variant\":\"v7\",\"os\":\"linux\",\"os.version\":\"1\",\"os.features\":[\"x\"],"
          + "\"config\":{\"User\":\"u\",\"ExposedPorts\":{\"80/tcp\":{}},\"Env\":[\"A=1\"],"
          + "\"Entrypoint\":[\"e\"],\"Cmd\":null,\"Volumes\":{\"/v\":{}},\"WorkingDir\":\"/\","
          + "\"Labels\":{\"k\":\"v\"},\"StopSignal\":\"TERM\",\"ArgsEscaped\":true},"
          + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
          + DIGEST
          + "\"]},\"history\":["
          + "{\"created\":\"2024-05-06T07:08:09Z\",\"author\":\"a\",\"created_by\":\"b\","
          + "\"comment\":\"c\",\"empty_layer\":true}]}";

  @Test
  void wholeDocumentsBreakNoRule() throws Exception {
    for (Document document : Document.values()) {
      assertEquals(List.of(), broken(document, whole(document)), document.toString());
    }
  }

  @Test
  void changedDocumentsAreJudgedAsTheSchemasJudgeThem() throws Exception {
    OciSchemaTest.findSchemas();
    for (Document document : Document.values()) {
      String schema =
          switch (document) {
            case MANIFEST -> "image-manifest-schema.json";
            case INDEX -> "image-index-schema.json";
            case CONFIG -> "config-schema.json";
          };
      int wrong = 0;
      List<String> variants = variants(whole(document));
      for (String text : variants) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean bySchema = OciSchemaTest.problems(schema, bytes).isEmpty();
        List<Violation> found = SpecRules.broken(document, bytes);
        boolean byRules =
            found.stream().noneMatch(v -> v.basis() == Basis.SCHEMA || v.path().equals("layers"));
        assertEquals(bySchema, byRules, () -> text + "\n" + found);
        wrong += bySchema ? 0 : 1;
      }
      assertTrue(wrong > 30 && wrong < variants.size(), wrong + " of " + variants.size());
    }
  }

  @Test
  void theTextAsksForMoreThanTheSchemas() throws Exception {
    assertEquals(
        List.of("`config.digest` is no digest of its algorithm"),
        broken(
            Document.MANIFEST,
            MANIFEST
                .replaceFirst("D", DESCRIPTOR.replace(DIGEST, "sha256:A"))
                .replace(":D", ":" + DESCRIPTOR)
                .replace("[D,D]", "[" + DESCRIPTOR + "]")));
    assertEquals(
        List.of("`rootfs.diff_ids[0]` is no digest of its algorithm"),
        broken(Document.CONFIG, CONFIG.replace(DIGEST, "layer1")));
    List<Violation> none =
        SpecRules.broken(
            Document.MANIFEST,
            whole(Document.MANIFEST)
                .replaceFirst("\"layers\":\\[.*\\],\"subject\"", "\"layers\":[],\"subject\"")
                .getBytes(StandardCharsets.UTF_8));
    assertEquals(List.of(new Violation(Basis.ADVICE, "layers", "has no entry")), none);
  }

  private static List<String> broken(Document document, String text) throws Exception {
    return SpecRules.broken(document, text.getBytes(StandardCharsets.UTF_8)).stream()
        .map(Violation::toString)
        .toList();
  }

  private static String whole(Document document) {
    String text =
        switch (document) {
          case MANIFEST -> MANIFEST;
          case INDEX -> INDEX;
          case CONFIG -> CONFIG;
        };
    return text.replaceAll("(?<=[:\\[,])D(?=[,\\]}])", DESCRIPTOR.replace("$", "\\$"));
  }

  /** The document with one place changed or taken away, for every place and change; some twice. */
  private static List<String> variants(String text) throws Exception {
    List<String> variants = new ArrayList<>();
    List<String> places = new ArrayList<>();
    collect(JSON.readTree(text), "", places);
    List<JsonNode> values =
        List.of(
            NullNode.getInstance(),
            JSON.readTree("\"text\""),
            JSON.readTree("\"\""),
            JSON.readTree("-1"),
            JSON.readTree("2"),
            JSON.readTree("true"),
            JSON.readTree("[]"),
            JSON.readTree("[1]"),
            JSON.readTree("{}"),
            JSON.readTree("{\"a\":1}"));
    var random = new Random(3);
    for (String place : places) {
      for (int i = 0; i <= values.size(); i++) {
        JsonNode changed = JSON.readTree(text);
        change(changed, place, i == values.size() ? null : values.get(i));
        variants.add(changed.toString());
        if (random.nextInt(8) == 0) {
          List<String> left = new ArrayList<>();
          collect(changed, "", left);
          String other = left.get(random.nextInt(left.size()));
          change(changed, other, values.get(random.nextInt(values.size())));
          variants.add(changed.toString());
        }
      }
    }
    return variants;
  }

  private static void collect(JsonNode node, String path, List<String> places) {
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .forEach(
              field -> {
                places.add(path + "/" + field.getKey().replace("~", "~0").replace("/", "~1"));
                collect(field.getValue(), places.getLast(), places);
              });
    } else if (node instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        places.add(path + "/" + i);
        collect(list.get(i), places.getLast(), places);
      }
    }
  }

  private static void change(JsonNode root, String place, JsonNode value) {
    int slash = place.lastIndexOf('/');
    JsonNode parent = root.at(place.substring(0, slash));
    String name = place.substring(slash + 1).replace("~1", "/").replace("~0", "~");
    switch (parent) {
      case ObjectNode object when value == null -> object.remove(name);
      case ObjectNode object -> object.set(name, value);
      case ArrayNode list when value == null -> list.remove(Integer.parseInt(name));
      case ArrayNode list -> list.set(Integer.parseInt(name), value);
      default -> throw new AssertionError(place);
    }
  }
}
