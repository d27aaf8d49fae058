package io.jbuild.cli.lsp;

import com.google.gson.Gson;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.SemanticTokens;

/**
 * Writes what large answers consist of, ranges and the numbers of tokens, as text at once: by
 * reflection each number takes longer than finding it.
 */
final class ManyRanges implements TypeAdapterFactory {
  /** Makes text of a value. */
  private interface Text<T> {
    String of(T value);
  }

  @Override
  public <T> TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
    Text<T> text;
    if (type.getRawType() == Range.class) {
      text = value -> text((Range) value);
    } else if (type.getRawType() == SemanticTokens.class) {
      text = value -> text((SemanticTokens) value);
    } else {
      return null;
    }
    TypeAdapter<T> byReflection = gson.getDelegateAdapter(this, type);
    return new TypeAdapter<>() {
      @Override
      public void write(JsonWriter out, T value) throws IOException {
        if (value == null) {
          out.nullValue();
        } else {
          out.jsonValue(text.of(value));
        }
      }

      @Override
      public T read(JsonReader in) throws IOException {
        return byReflection.read(in);
      }
    };
  }

  private static String text(Range range) {
    return "{\"start\":" + text(range.getStart()) + ",\"end\":" + text(range.getEnd()) + "}";
  }

  private static String text(Position position) {
    return "{\"line\":" + position.getLine() + ",\"character\":" + position.getCharacter() + "}";
  }

  private static String text(SemanticTokens tokens) {
    var text = new StringBuilder("{\"data\":[");
    String comma = "";
    for (int number : tokens.getData()) {
      text.append(comma).append(number);
      comma = ",";
    }
    return text.append("]}").toString();
  }
}
