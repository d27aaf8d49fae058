package io.jbuild.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.jbuild.cache.Digest;
import io.jbuild.core.compare.Difference;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Writes where an image differs from what was built again. */
enum DifferenceReport {
  /** A line a difference; times are only counted. */
  TEXT {
    @Override
    void write(
        String image, Digest first, Digest second, List<Difference> differences, PrintStream out) {
      var text = new StringBuilder();
      long times = 0;
      for (Difference d : differences) {
        if (d.kind() == Difference.Kind.TIME) {
          times++;
          continue;
        }
        text.append(d.place());
        text.append(d.path().isEmpty() ? "" : ": " + d.path());
        text.append(": ").append(d.field()).append(": ");
        text.append(shown(d.first())).append(" -> ").append(shown(d.second())).append('\n');
      }
      long others = differences.size() - times;
      if (others > 0) {
        text.append("`" + image + "` differs from what was built in " + count(others, "place"));
      } else if (first.equals(second)) {
        text.append("`" + image + "` is what was built: " + first);
      } else {
        text.append("`" + image + "` has the files and the config of what was built");
      }
      if (times > 0) {
        text.append(others > 0 ? ", and in " : ", but for ").append(count(times, "time"));
      }
      out.print(text.append('\n'));
    }
  },
  /** One object: both IDs, and all differences. */
  JSON {
    @Override
    void write(
        String image, Digest first, Digest second, List<Difference> differences, PrintStream out)
        throws IOException {
      try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.setPrettyPrinter(new DefaultPrettyPrinter());
        json.writeStartObject();
        json.writeStringField("image", image);
        json.writeStringField("id", first.toString());
        json.writeStringField("built", second.toString());
        json.writeArrayFieldStart("differences");
        for (Difference d : differences) {
          json.writeStartObject();
          json.writeStringField("kind", d.kind().name().toLowerCase(Locale.ROOT));
          json.writeStringField("place", d.place());
          json.writeStringField("path", d.path());
          json.writeStringField("field", d.field());
          json.writeStringField("image", d.first());
          json.writeStringField("built", d.second());
          json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
      }
    }
  };

  /** Writes it all; the stream stays open. */
  abstract void write(
      String image, Digest first, Digest second, List<Difference> differences, PrintStream out)
      throws IOException;

  private static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private static String shown(String value) {
    return value.isEmpty() ? "nothing" : value;
  }

  /** The report of a name. */
  static DifferenceReport named(String name) {
    return switch (name) {
      case "text" -> TEXT;
      case "json" -> JSON;
      default -> throw new UsageException("`--format " + name + "` is not known", "text or json");
    };
  }
}
