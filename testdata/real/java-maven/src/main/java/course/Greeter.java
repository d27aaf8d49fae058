package course;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.StringWriter;

public final class Greeter {
  public static void main(String[] args) throws Exception {
    var text = new StringWriter();
    try (var json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("greeting", "hello from maven");
      json.writeEndObject();
    }
    System.out.println(text);
  }
}
