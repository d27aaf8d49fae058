package io.jbuild.core.image;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One value of a JSON document from outside, which knows where it stands, so that an error can name
 * the field. Read with jackson's streaming parser alone: data binding costs 40 to 70 ms at start.
 *
 * <p>A field that is {@code null} counts as absent, as in Go. Bounded: {@link #MAX_BYTES}, 64
 * levels; a name that stands twice in one object is an error, since readers differ in which of the
 * two they believe.
 */
public final class Json {
  /** The longest document that is read, in bytes. */
  public static final int MAX_BYTES = 16 << 20;

  private static final int MAX_DEPTH = 64;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(40)
                  .maxStringLength(MAX_BYTES)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final String document;
  private final String path;
  private final Object value;

  private Json(String document, String path, Object value) {
    this.document = document;
    this.path = path;
    this.value = value;
  }

  /**
   * Reads a whole document.
   *
   * @param document what it is, for messages: {@code image config}
   */
  public static Json parse(byte[] bytes, String document) throws ImageFormatException {
    if (bytes.length > MAX_BYTES) {
      throw new ImageFormatException(
          "the " + document + " is " + bytes.length + " bytes long; at most " + MAX_BYTES);
    }
    try (JsonParser parser = FACTORY.createParser(bytes)) {
      if (parser.nextToken() == null) {
        throw new ImageFormatException("the " + document + " is empty");
      }
      Object value = read(parser);
      if (parser.nextToken() != null) {
        throw new ImageFormatException("the " + document + " goes on after its end");
      }
      return new Json(document, "", value);
    } catch (ImageFormatException e) {
      throw e;
    } catch (StreamConstraintsException e) {
      throw new ImageFormatException(
          "the "
              + document
              + " is nested more than "
              + MAX_DEPTH
              + " levels deep or holds a value of absurd length");
    } catch (IOException e) {
      throw new ImageFormatException(notJson(bytes, document, e));
    }
  }

  private static String notJson(byte[] bytes, String document, IOException e) {
    String reason =
        e instanceof com.fasterxml.jackson.core.JsonProcessingException j
            ? j.getOriginalMessage()
            : e.getMessage();
    if (reason != null && reason.startsWith("Duplicate field")) {
      return "the " + document + " names a field twice: " + reason.replace('\'', '`');
    }
    int i = 0;
    while (i < bytes.length && bytes[i] <= ' ') {
      i++;
    }
    if (i < bytes.length && bytes[i] == '<') {
      return "the " + document + " is an HTML or XML page, not JSON";
    }
    return "the " + document + " is not JSON";
  }

  private static Object read(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          fields.put(name, read(parser));
        }
        yield fields;
      }
      case START_ARRAY -> {
        List<Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(read(parser));
        }
        yield items;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> Double.valueOf(0.5);
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      case VALUE_NULL -> null;
      case null, default -> throw new IOException("unexpected end");
    };
  }

  /** A number beyond a long is kept as a fraction is: as something that is no integer. */
  private static Object integer(JsonParser parser) throws IOException {
    return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? Double.valueOf(0.5)
        : (Object) parser.getLongValue();
  }

  /** As it was read: maps, lists, texts, longs, booleans, null; a double for any other number. */
  Object value() {
    return value;
  }

  /** Whether this is an object. */
  public boolean isObject() {
    return value instanceof Map;
  }

  /** The value of a field of this object; nothing when it is absent or null. */
  public Optional<Json> get(String field) throws ImageFormatException {
    Object child = object().get(field);
    return child == null ? Optional.empty() : Optional.of(child(field, child));
  }

  /** The value of a field that must be there. */
  public Json require(String field) throws ImageFormatException {
    return get(field)
        .orElseThrow(
            () ->
                new ImageFormatException(
                    "the " + document + " lacks `" + child(field, null).path + "`"));
  }

  /** The text of a field, {@code ""} when it is absent. */
  public String text(String field) throws ImageFormatException {
    Optional<Json> child = get(field);
    return child.isEmpty() ? "" : child.get().text();
  }

  /** The integer of a field, 0 when it is absent. */
  public long integer(String field) throws ImageFormatException {
    Optional<Json> child = get(field);
    return child.isEmpty() ? 0 : child.get().integer();
  }

  /** The truth value of a field, false when it is absent. */
  public boolean bool(String field) throws ImageFormatException {
    Optional<Json> child = get(field);
    return child.isPresent() && child.get().bool();
  }

  /** The items of a field, none when it is absent. */
  public List<Json> list(String field) throws ImageFormatException {
    Optional<Json> child = get(field);
    return child.isEmpty() ? List.of() : child.get().list();
  }

  /** The texts of a list field, nothing when it is absent. */
  public Optional<List<String>> texts(String field) throws ImageFormatException {
    Optional<Json> child = get(field);
    return child.isEmpty() ? Optional.empty() : Optional.of(child.get().texts());
  }

  /** The fields of an object field in document order, none when it is absent; nulls left out. */
  public Map<String, Json> fields(String field) throws ImageFormatException {
    Optional<Json> child = get(field);
    return child.isEmpty() ? Map.of() : child.get().fields();
  }

  public String text() throws ImageFormatException {
    if (value instanceof String s) {
      return s;
    }
    throw wrong("a string");
  }

  public long integer() throws ImageFormatException {
    if (value instanceof Long n) {
      return n;
    }
    throw wrong("an integer");
  }

  public boolean bool() throws ImageFormatException {
    if (value instanceof Boolean b) {
      return b;
    }
    throw wrong("true or false");
  }

  public List<Json> list() throws ImageFormatException {
    if (!(value instanceof List<?> items)) {
      throw wrong("a list");
    }
    List<Json> result = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      result.add(new Json(document, path + "[" + i + "]", items.get(i)));
    }
    return result;
  }

  public List<String> texts() throws ImageFormatException {
    List<String> result = new ArrayList<>();
    for (Json item : list()) {
      result.add(item.text());
    }
    return result;
  }

  public Map<String, Json> fields() throws ImageFormatException {
    Map<String, Json> result = new LinkedHashMap<>();
    for (Map.Entry<String, Object> field : object().entrySet()) {
      if (field.getValue() != null) {
        result.put(field.getKey(), child(field.getKey(), field.getValue()));
      }
    }
    return result;
  }

  /** An error about this value, to be thrown: {@code the image config: `created` <why>}. */
  public ImageFormatException error(String why) {
    return new ImageFormatException(
        path.isEmpty()
            ? "the " + document + " " + why
            : "the " + document + ": `" + path + "` " + why);
  }

  @SuppressWarnings("unchecked")
  Map<String, Object> object() throws ImageFormatException {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw wrong("an object");
  }

  private Json child(String field, Object child) {
    return new Json(document, path.isEmpty() ? field : path + "." + field, child);
  }

  private ImageFormatException wrong(String wanted) {
    return error("must be " + wanted + ", not " + kind());
  }

  private String kind() {
    return switch (value) {
      case null -> "null";
      case String s -> "a string";
      case Long n -> "an integer";
      case Double n -> "a number that is no 64-bit integer";
      case Boolean b -> "true or false";
      case List<?> l -> "a list";
      default -> "an object";
    };
  }
}
