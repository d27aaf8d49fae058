package io.jbuild.cache;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The file form of step records: one JSON object, the result before the structured key, so that a
 * hit stops reading early. Times are numbers: parsing a date costs a cold start more than all else
 * here.
 */
final class StepJson {
  private static final int FORMAT = 1;
  private static final JsonFactory JSON = new JsonFactory();

  private StepJson() {}

  static byte[] bytes(StepRecord record) {
    return object(
        json -> {
          header(json, record.key(), record.layer(), record.created());
          json.writeNumberField("took", record.took().toNanos());
          json.writeArrayFieldStart("marks");
          for (String mark : record.marks()) {
            json.writeString(mark);
          }
          json.writeEndArray();
          json.writeArrayFieldStart("below");
          for (Digest below : record.below()) {
            json.writeString(below.toString());
          }
          json.writeEndArray();
          map(json, "fields", record.fields());
          map(json, "inputs", record.inputs());
          if (!record.place().isEmpty()) {
            json.writeStringField("place", Escapes.escape(record.place()));
          }
        });
  }

  static byte[] bytes(Digest key, EarlierLayer earlier) {
    return object(json -> header(json, key, earlier.layer(), earlier.created()));
  }

  private interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  private static byte[] object(Content content) {
    var out = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      content.write(json);
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return out.toByteArray();
  }

  private static void header(JsonGenerator json, Digest key, LayerRecord layer, Instant created)
      throws IOException {
    json.writeNumberField("format", FORMAT);
    json.writeStringField("key", key.toString());
    json.writeObjectFieldStart("layer");
    json.writeStringField("diffId", layer.diffId().toString());
    json.writeNumberField("size", layer.size());
    json.writeStringField("content", layer.contentDigest().toString());
    if (layer.blob().isPresent()) {
      json.writeStringField("blob", layer.blob().get().toString());
    }
    json.writeEndObject();
    json.writeNumberField("created", created.getEpochSecond());
    json.writeNumberField("createdNanos", created.getNano());
  }

  private static void map(JsonGenerator json, String name, SortedMap<String, String> map)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, String> entry : map.entrySet()) {
      json.writeStringField(Escapes.escape(entry.getKey()), Escapes.escape(entry.getValue()));
    }
    json.writeEndObject();
  }

  /** A record, or its result alone; nothing when the bytes are not whole or not ours. */
  static Optional<Parsed> parse(byte[] bytes) {
    return parse(bytes, false);
  }

  static Optional<Parsed> parseResult(byte[] bytes) {
    return parse(bytes, true);
  }

  private static Optional<Parsed> parse(byte[] bytes, boolean resultOnly) {
    int end = bytes.length;
    if (end < 2 || bytes[end - 1] != '\n' || bytes[end - 2] != '}') {
      return Optional.empty();
    }
    try (JsonParser json = JSON.createParser(bytes)) {
      var parsed = new Parsed();
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        if (resultOnly && name.equals("fields")) {
          return Optional.of(parsed);
        }
        json.nextToken();
        parsed.read(name, json);
      }
      return parsed.format == FORMAT ? Optional.of(parsed) : Optional.empty();
    } catch (IOException | IllegalArgumentException | ArithmeticException | DateTimeException e) {
      return Optional.empty();
    }
  }

  /** What was in a file, each part possibly missing. */
  static final class Parsed {
    private int format;
    private Digest key;
    private Digest diffId;
    private Digest content;
    private Digest blob;
    private long size = -1;
    private Instant created = Instant.EPOCH;
    private Duration took;
    private Set<String> marks;
    private final Set<Digest> below = new TreeSet<>();
    private SortedMap<String, String> fields;
    private SortedMap<String, String> inputs;
    private String place = "";

    private void read(String name, JsonParser json) throws IOException {
      switch (name) {
        case "format" -> format = json.getIntValue();
        case "key" -> key = Digest.parse(json.getText());
        case "layer" -> readLayer(json);
        case "created" -> created = Instant.ofEpochSecond(json.getLongValue());
        case "createdNanos" -> created = created.plusNanos(json.getIntValue());
        case "took" -> took = Duration.ofNanos(json.getLongValue());
        case "marks" -> {
          marks = new TreeSet<>();
          while (json.nextToken() == JsonToken.VALUE_STRING) {
            marks.add(json.getText());
          }
        }
        case "below" -> {
          while (json.nextToken() == JsonToken.VALUE_STRING) {
            below.add(Digest.parse(json.getText()));
          }
        }
        case "fields" -> fields = readMap(json);
        case "inputs" -> inputs = readMap(json);
        case "place" -> place = Escapes.unescape(json.getText());
        default -> json.skipChildren();
      }
    }

    private void readLayer(JsonParser json) throws IOException {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "diffId" -> diffId = Digest.parse(json.getText());
          case "size" -> size = json.getLongValue();
          case "content" -> content = Digest.parse(json.getText());
          case "blob" -> blob = Digest.parse(json.getText());
          default -> json.skipChildren();
        }
      }
    }

    private static SortedMap<String, String> readMap(JsonParser json) throws IOException {
      var map = new TreeMap<String, String>();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        map.put(Escapes.unescape(name), Escapes.unescape(json.getText()));
      }
      return map;
    }

    boolean hasKey(Digest expected) {
      return format == FORMAT && expected.equals(key);
    }

    Optional<LayerRecord> layer() {
      return diffId == null || content == null || size < 0
          ? Optional.empty()
          : Optional.of(new LayerRecord(diffId, size, content, Optional.ofNullable(blob)));
    }

    Optional<StepResult> result() {
      return took == null || marks == null
          ? Optional.empty()
          : layer().map(layer -> new StepResult(layer, created, took, marks));
    }

    Optional<StepRecord> step() {
      return key == null || took == null || marks == null || fields == null || inputs == null
          ? Optional.empty()
          : layer()
              .map(l -> new StepRecord(key, fields, inputs, l, below, created, took, marks, place));
    }

    Optional<EarlierLayer> earlier() {
      return layer().map(layer -> new EarlierLayer(layer, created));
    }
  }
}
