package io.jbuild.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

final class PortsTest {
  @Test
  void rangesAndProtocolsAreSpelledOut() {
    assertEquals(List.of("80/tcp"), Ports.parse("80"));
    assertEquals(List.of("81/udp"), Ports.parse("81/UDP"));
    assertEquals(List.of("82/sctp", "83/sctp", "84/sctp"), Ports.parse("82-84/sctp"));
    assertEquals(List.of("80/tcp"), Ports.parse("127.0.0.1:8000-8010:80"));
  }

  @Test
  void whatIsNoPortIsRefused() {
    for (String bad :
        List.of(
            "",
            "/tcp",
            "x",
            "80/ip",
            "65536",
            "9-8",
            "80-",
            "1:2:3:80",
            "host:80:80",
            "80 81",
            "8000-8001:80-82",
            "-1",
            "+1")) {
      assertThrows(IllegalArgumentException.class, () -> Ports.parse(bad), bad);
    }
  }

  @Test
  void portTextsAgreeWithBuildKit() throws IOException {
    Path file =
        Path.of(System.getProperty("jbuild.corpus", "")).resolve("parser/expose-ports.jsonl");
    if (!Files.exists(file)) {
      System.out.println("skipped: no " + file);
      Assumptions.abort("no corpus");
    }
    int seen = 0;
    for (String line : Files.readAllLines(file)) {
      JsonNode test = new ObjectMapper().readTree(line);
      String spec = test.get("spec").asText();
      if (test.has("error")) {
        assertThrows(IllegalArgumentException.class, () -> Ports.parse(spec), spec);
      } else {
        var expected = new ArrayList<String>();
        test.get("expected").forEach(port -> expected.add(port.asText()));
        assertEquals(expected, Ports.parse(spec), spec);
      }
      seen++;
    }
    assertTrue(seen > 0);
  }
}
