package io.jbuild.core.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import io.jbuild.core.image.ImageFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Changes the {@code auths} of docker's {@code config.json} and nothing else: all other settings,
 * those not known here too, are copied as they stand.
 */
final class ConfigText {
  private static final JsonFactory JSON = new JsonFactory();

  private ConfigText() {}

  /**
   * The file with another entry for a registry.
   *
   * @param key of a fresh entry; entries of the same registry under other keys go
   * @param entry fields of the entry; nothing: there is to be none
   */
  static byte[] with(byte[] old, String key, Optional<Map<String, String>> entry)
      throws IOException {
    String registry = DockerConfig.host(key);
    var out = new ByteArrayOutputStream();
    boolean written = false;
    try (JsonParser in = JSON.createParser(old.length == 0 ? new byte[] {'{', '}'} : old);
        JsonGenerator json = JSON.createGenerator(out)) {
      json.setPrettyPrinter(printer());
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new ImageFormatException("docker's config.json is not a JSON object");
      }
      json.writeStartObject();
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String name = in.currentName();
        JsonToken value = in.nextToken();
        json.writeFieldName(name);
        if (name.equals("auths") && value == JsonToken.START_OBJECT) {
          json.writeStartObject();
          copyOthers(in, json, registry);
          write(json, key, entry);
          json.writeEndObject();
          written = true;
        } else {
          json.copyCurrentStructure(in);
        }
      }
      if (!written && entry.isPresent()) {
        json.writeObjectFieldStart("auths");
        write(json, key, entry);
        json.writeEndObject();
      }
      json.writeEndObject();
      json.writeRaw('\n');
    }
    return out.toByteArray();
  }

  private static void copyOthers(JsonParser in, JsonGenerator json, String registry)
      throws IOException {
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      if (DockerConfig.host(name).equals(registry)) {
        in.skipChildren();
      } else {
        json.writeFieldName(name);
        json.copyCurrentStructure(in);
      }
    }
  }

  private static void write(JsonGenerator json, String key, Optional<Map<String, String>> entry)
      throws IOException {
    if (entry.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart(key);
    for (Map.Entry<String, String> field : entry.get().entrySet()) {
      json.writeStringField(field.getKey(), field.getValue());
    }
    json.writeEndObject();
  }

  /** As docker writes it: tabs. */
  private static DefaultPrettyPrinter printer() {
    Separators separators =
        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER);
    var printer = new DefaultPrettyPrinter(separators);
    printer.indentObjectsWith(new DefaultIndenter("\t", "\n"));
    return printer;
  }
}
