package io.jbuild.cli.ui;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.jbuild.core.progress.BuildEvent;
import io.jbuild.core.progress.BuildListener;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * {@code --progress=rawjson}: one JSON object a line, in the form of BuildKit's {@code SolveStatus}
 * (client/graph.go): {@code vertexes}, {@code statuses}, {@code logs} with base64 data, {@code
 * warnings}. A step is a vertex, and so is a transfer, which has its bytes as a status. The digest
 * of a vertex tells it from others of the same build and says nothing else; inputs are not told.
 */
public final class RawJsonProgress implements BuildListener {
  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final int STDOUT = 1;

  private final PrintStream out;
  private final Clock clock;
  private final JsonFactory factory = new JsonFactory();
  private final Map<Integer, Vertex> steps = new HashMap<>();
  private final Map<String, Transferring> transfers = new HashMap<>();
  private int others;

  /** What is known of a vertex from its start. */
  private record Vertex(String digest, String name, Instant started) {}

  /** A transfer and when it was told of last. */
  private record Transferring(Vertex vertex, Instant told) {}

  @FunctionalInterface
  private interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  public RawJsonProgress(PrintStream out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  @Override
  public synchronized void on(BuildEvent event) {
    Instant now = clock.instant();
    switch (event) {
      case BuildEvent.StepStarted(int step, String title) -> {
        Vertex vertex = new Vertex(digest("step " + step + " " + title), title, now);
        steps.put(step, vertex);
        vertex(vertex, null, false, "");
      }
      case BuildEvent.StepCached(int step, String title) ->
          vertex(new Vertex(digest("step " + step + " " + title), title, now), now, true, "");
      case BuildEvent.StepOutput(int step, byte[] bytes) -> log(step, bytes, now);
      case BuildEvent.StepDone(int step, var took) -> completed(step, now, "");
      case BuildEvent.StepFailed(int step, var took) ->
          completed(step, now, "the step failed; the outcome of the build says why");
      case BuildEvent.Transfer transfer -> transfer(transfer, now);
      case BuildEvent.Note(String text) ->
          vertex(new Vertex(digest("note " + others++ + " " + text), text, now), now, false, "");
      case BuildEvent.Warning(String message) -> warning(List.of(message));
      case BuildEvent.Finding(String text) -> warning(text.lines().toList());
    }
    out.flush();
  }

  private void completed(int step, Instant now, String error) {
    Vertex vertex = steps.remove(step);
    if (vertex != null) {
      vertex(vertex, now, false, error);
    }
  }

  private void vertex(Vertex vertex, Instant completed, boolean cached, String error) {
    line(
        "vertexes",
        json -> {
          json.writeStringField("digest", vertex.digest());
          json.writeStringField("name", vertex.name());
          json.writeStringField("started", vertex.started().toString());
          if (completed != null) {
            json.writeStringField("completed", completed.toString());
          }
          if (cached) {
            json.writeBooleanField("cached", true);
          }
          if (!error.isEmpty()) {
            json.writeStringField("error", error);
          }
        });
  }

  private void log(int step, byte[] bytes, Instant now) {
    Vertex vertex = steps.get(step);
    if (vertex == null) {
      return;
    }
    line(
        "logs",
        json -> {
          json.writeStringField("vertex", vertex.digest());
          json.writeNumberField("stream", STDOUT);
          json.writeBinaryField("data", bytes);
          json.writeStringField("timestamp", now.toString());
        });
  }

  private void transfer(BuildEvent.Transfer event, Instant now) {
    Transferring known = transfers.get(event.what());
    boolean first = known == null;
    Vertex vertex =
        first
            ? new Vertex(digest("transfer " + others++ + " " + event.what()), event.what(), now)
            : known.vertex();
    if (first) {
      vertex(vertex, null, false, "");
    } else if (!event.finished() && Duration.between(known.told(), now).compareTo(INTERVAL) < 0) {
      return;
    }
    line(
        "statuses",
        json -> {
          json.writeStringField("id", event.what());
          json.writeStringField("vertex", vertex.digest());
          if (event.total() > 0) {
            json.writeNumberField("total", event.total());
          }
          json.writeNumberField("current", event.done());
          json.writeStringField("timestamp", now.toString());
          json.writeStringField("started", vertex.started().toString());
          if (event.finished()) {
            json.writeStringField("completed", now.toString());
          }
        });
    if (event.finished()) {
      transfers.remove(event.what());
      vertex(vertex, now, false, "");
    } else {
      transfers.put(event.what(), new Transferring(vertex, now));
    }
  }

  private void warning(List<String> lines) {
    line(
        "warnings",
        json -> {
          json.writeNumberField("level", 1);
          json.writeBinaryField("short", bytes(lines.isEmpty() ? "" : lines.getFirst()));
          if (lines.size() > 1) {
            json.writeArrayFieldStart("detail");
            for (String line : lines.subList(1, lines.size())) {
              json.writeBinary(bytes(line));
            }
            json.writeEndArray();
          }
        });
  }

  /** One status with one entry in one of its lists. */
  private void line(String list, Content content) {
    var text = new StringWriter();
    try (JsonGenerator json = factory.createGenerator(text)) {
      json.writeStartObject();
      json.writeArrayFieldStart(list);
      json.writeStartObject();
      content.write(json);
      json.writeEndObject();
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.println(text);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String digest(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes(text));
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
