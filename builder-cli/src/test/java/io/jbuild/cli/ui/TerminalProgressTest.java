package io.jbuild.cli.ui;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.core.progress.BuildEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TerminalProgressTest {
  private static final String ESC = "\u001b";

  @Test
  void whatIsOverScrollsUpAndWhatRunsIsDrawnBelow() {
    Screen screen = new Screen(80, 24);
    var display = new TerminalProgress(screen.stream(), 80, 24, TerminalStyle.BARE);
    display.on(new BuildEvent.StepCached(1, "[1/3] COPY a /a"));
    display.on(new BuildEvent.StepStarted(2, "[2/3] RUN make"));
    display.on(new BuildEvent.StepOutput(2, "one\ntwo\n".getBytes(UTF_8)));
    display.redraw();
    List<String> lines = screen.lines();
    assertEquals("CACHED [1/3] COPY a /a", lines.get(0));
    assertTrue(lines.get(1).matches(" *[0-9.]+s \\[2/3] RUN make"), lines.get(1));
    assertEquals(List.of("       one", "       two", ""), lines.subList(2, 5));
    display.on(new BuildEvent.StepDone(2, Duration.ofMillis(1500)));
    display.on(new BuildEvent.StepStarted(3, "[3/3] RUN false"));
    display.redraw();
    display.on(new BuildEvent.StepFailed(3, Duration.ofMillis(200)));
    display.close();
    assertEquals(
        List.of("CACHED [1/3] COPY a /a", "  1.5s [2/3] RUN make", "  0.2s [3/3] RUN false", ""),
        screen.lines());
  }

  @Test
  void liveLinesNeverFillTheScreenSoThatNothingIsLeftOfThem() {
    Screen screen = new Screen(40, 8);
    var display = new TerminalProgress(screen.stream(), 40, 8, TerminalStyle.BARE);
    for (int step = 1; step <= 9; step++) {
      display.on(new BuildEvent.StepStarted(step, "step " + step + " " + "long ".repeat(20)));
      display.on(new BuildEvent.StepOutput(step, "a\nb\nc\n".getBytes(UTF_8)));
      display.redraw();
      assertTrue(screen.lines().size() <= 8, screen.lines().toString());
    }
    assertTrue(screen.lines().get(5).endsWith("lines more"), screen.lines().toString());
    for (int step = 1; step <= 9; step++) {
      display.redraw();
      display.on(new BuildEvent.StepDone(step, Duration.ZERO));
    }
    display.close();
    assertEquals(10, screen.lines().size(), screen.lines().toString());
    screen.lines().subList(0, 9).forEach(line -> assertTrue(line.startsWith("  0.0s step"), line));
  }

  @Test
  void aNarrowerTerminalCutsLinesAndStaysWhole() {
    Screen screen = new Screen(30, 24);
    var display = new TerminalProgress(screen.stream(), 80, 24, TerminalStyle.BARE);
    display.on(new BuildEvent.StepStarted(1, "x".repeat(70)));
    display.redraw();
    display.redraw();
    display.on(new BuildEvent.StepStarted(2, "y"));
    display.close();
    assertEquals(List.of(""), screen.lines());
  }

  @Test
  void nothingThatABuildSaysMovesTheCursor() {
    Screen screen = new Screen(80, 24);
    var display = new TerminalProgress(screen.stream(), 80, 24, TerminalStyle.of(Map.of()));
    String evil = ESC + "[2J" + ESC + "]0;title\u0007" + ESC + "[5A" + ESC + "cx";
    display.on(new BuildEvent.StepStarted(1, evil));
    display.on(new BuildEvent.StepOutput(1, (evil + "\n").getBytes(UTF_8)));
    display.on(new BuildEvent.Transfer(evil, 1, 2, false));
    display.redraw();
    display.on(new BuildEvent.Warning(evil));
    display.on(new BuildEvent.Finding(evil + "\n" + evil));
    display.on(new BuildEvent.Note(evil));
    display.on(new BuildEvent.Transfer(evil, 2, 2, true));
    display.on(new BuildEvent.StepDone(1, Duration.ZERO));
    display.close();
    assertEquals(List.of("warning: x", "x", "x", "x", "    2B x", "  0.0s x", ""), screen.lines());
  }

  @Test
  void coloursAreTheUsers() {
    assertEquals("36", TerminalStyle.of(Map.of()).cached());
    assertEquals("", TerminalStyle.of(Map.of("NO_COLOR", "1")).run());
    var own =
        TerminalStyle.of(
            Map.of("NO_COLOR", "1", "BUILDKIT_COLORS", "run=light-blue:error=1,2,3:warning=odd"));
    assertEquals("94", own.run());
    assertEquals("38;2;1;2;3", own.error());
    assertEquals("33", own.warning());
    assertEquals(2, TerminalStyle.of(Map.of("BUILDKIT_TTY_LOG_LINES", "2")).outputLines());
  }
}
