package io.jbuild.cli.ui;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jbuild.core.progress.BuildEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines of BuildKit's SolveStatus, as its client reads them. */
final class RawJsonProgressTest {
  private static final String TIME = "2024-05-06T07:08:09.500Z";
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final RawJsonProgress progress =
      new RawJsonProgress(
          new PrintStream(out, true, UTF_8), Clock.fixed(Instant.parse(TIME), ZoneOffset.UTC));

  @Test
  void stepIsAVertexThatStartsLogsAndCompletes() throws IOException {
    progress.on(new BuildEvent.StepStarted(1, "[1/2] RUN make"));
    progress.on(new BuildEvent.StepOutput(1, new byte[] {'a', 0, (byte) 0xFF}));
    progress.on(new BuildEvent.StepDone(1, Duration.ofSeconds(1)));
    List<JsonNode> lines = lines();
    JsonNode started = lines.get(0).at("/vertexes/0");
    assertEquals("[1/2] RUN make", started.path("name").asText());
    assertEquals(TIME, started.path("started").asText());
    assertFalse(started.has("completed"));
    String digest = started.path("digest").asText();
    assertTrue(digest.matches("sha256:[0-9a-f]{64}"), digest);
    JsonNode log = lines.get(1).at("/logs/0");
    assertEquals(digest, log.path("vertex").asText());
    assertEquals("YQD/", log.path("data").asText());
    assertEquals(1, log.path("stream").asInt());
    assertEquals(TIME, log.path("timestamp").asText());
    assertEquals(digest, lines.get(2).at("/vertexes/0/digest").asText());
    assertEquals(TIME, lines.get(2).at("/vertexes/0/completed").asText());
    assertFalse(lines.get(2).at("/vertexes/0").has("error"));
  }

  @Test
  void cachedAndFailedStepsSaySo() throws IOException {
    progress.on(new BuildEvent.StepCached(1, "a"));
    progress.on(new BuildEvent.StepStarted(2, "b"));
    progress.on(new BuildEvent.StepFailed(2, Duration.ZERO));
    assertTrue(lines().get(0).at("/vertexes/0/cached").asBoolean());
    assertTrue(lines().get(0).at("/vertexes/0").has("completed"));
    assertFalse(lines().get(2).at("/vertexes/0/error").asText().isEmpty());
  }

  @Test
  void transferIsAVertexWithItsBytesAsStatus() throws IOException {
    progress.on(new BuildEvent.Transfer("pull x", 1, 10, false));
    progress.on(new BuildEvent.Transfer("pull x", 5, 10, false));
    progress.on(new BuildEvent.Transfer("pull x", 10, 10, true));
    List<JsonNode> lines = lines();
    String digest = lines.get(0).at("/vertexes/0/digest").asText();
    // The second came too soon after the first to be told.
    assertEquals(4, lines.size());
    assertEquals(1, lines.get(1).at("/statuses/0/current").asInt());
    JsonNode last = lines.get(2).at("/statuses/0");
    assertEquals("pull x", last.path("id").asText());
    assertEquals(digest, last.path("vertex").asText());
    assertEquals(10, last.path("total").asInt());
    assertEquals(10, last.path("current").asInt());
    assertTrue(last.has("completed"));
    assertEquals(digest, lines.get(3).at("/vertexes/0/digest").asText());
    assertTrue(lines.get(3).at("/vertexes/0").has("completed"));
  }

  @Test
  void warningsHaveTheirDetailInBase64() throws IOException {
    progress.on(new BuildEvent.Warning("one"));
    progress.on(new BuildEvent.Finding("first\nsecond"));
    progress.on(new BuildEvent.Note("note"));
    assertEquals("b25l", lines().get(0).at("/warnings/0/short").asText());
    assertEquals(1, lines().get(0).at("/warnings/0/level").asInt());
    assertEquals("c2Vjb25k", lines().get(1).at("/warnings/0/detail/0").asText());
    assertEquals("note", lines().get(2).at("/vertexes/0/name").asText());
  }

  private List<JsonNode> lines() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : out.toString(UTF_8).lines().toList()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }
}
