package io.jbuild.cli.ui;

import io.jbuild.core.progress.BuildEvent;
import io.jbuild.core.progress.BuildListener;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A build on a terminal: what is over scrolls up as one line a step, what runs stays at the bottom
 * with its last lines of output and is drawn again ten times a second. The output of a step that
 * fails is in the report of its failure and in its log.
 */
public final class TerminalProgress implements BuildListener {
  private static final String NO_WRAP = "\u001b[?7l";
  private static final String WRAP = "\u001b[?7h";
  private static final int KEPT_BYTES = 16 * 1024;
  private static final long REDRAW_MILLIS = 100;

  private final PrintStream out;
  private final int width;
  private final int height;
  private final TerminalStyle style;
  private final Map<Integer, Running> running = new LinkedHashMap<>();
  private final Map<String, BuildEvent.Transfer> transfers = new LinkedHashMap<>();
  private final Thread painter;
  private int drawnLines;
  private boolean closed;

  /**
   * Draws until closed.
   *
   * @param width columns of the terminal
   * @param height its rows: what is live never fills it, since what has scrolled away cannot be
   *     drawn again
   */
  public TerminalProgress(PrintStream out, int width, int height, TerminalStyle style) {
    this.out = out;
    this.width = width;
    this.height = height;
    this.style = style;
    this.painter = Thread.ofVirtual().start(this::paint);
  }

  @Override
  public synchronized void on(BuildEvent event) {
    switch (event) {
      case BuildEvent.StepStarted(int step, String title) ->
          running.put(step, new Running(title, System.nanoTime()));
      case BuildEvent.StepCached(int step, String title) ->
          above(style.paint(style.cached(), "CACHED ") + fit(title, width - 8));
      case BuildEvent.StepOutput(int step, byte[] bytes) -> {
        Running open = running.get(step);
        if (open != null) {
          open.append(bytes);
        }
      }
      case BuildEvent.StepDone(int step, var took) -> finished(step, took, style.run());
      case BuildEvent.StepFailed(int step, var took) -> finished(step, took, style.error());
      case BuildEvent.Transfer transfer -> {
        if (transfer.finished()) {
          transfers.remove(transfer.what());
          above(
              style.paint(style.run(), right(Amounts.bytes(transfer.done()), 6))
                  + " "
                  + fit(transfer.what(), width - 8));
        } else {
          transfers.put(transfer.what(), transfer);
        }
      }
      case BuildEvent.Warning(String message) ->
          above(style.paint(style.warning(), "warning: ") + clean(message.replace('\n', ' ')));
      case BuildEvent.Note(String text) -> above(fit(text, width - 1));
      case BuildEvent.Finding(String text) ->
          text.lines().forEach(line -> above(ControlSequences.text(line)));
    }
  }

  /** Takes the live part off the screen. */
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      erase();
      out.flush();
    }
    painter.interrupt();
  }

  private void finished(int step, Duration took, String code) {
    Running open = running.remove(step);
    if (open == null) {
      return;
    }
    above(style.paint(code, right(Amounts.seconds(took), 6)) + " " + fit(open.title, width - 8));
  }

  private void above(String line) {
    erase();
    out.println(line);
  }

  private void erase() {
    if (drawnLines > 0) {
      out.print("\u001b[" + drawnLines + "A\u001b[J");
      drawnLines = 0;
    }
  }

  private void paint() {
    try {
      while (true) {
        synchronized (this) {
          if (closed) {
            return;
          }
          redraw();
        }
        Thread.sleep(REDRAW_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Draws what is live anew. Long lines are cut by the terminal, should it be narrower by now. */
  synchronized void redraw() {
    erase();
    List<String> lines = new ArrayList<>();
    for (Running step : running.values()) {
      Duration sofar = Duration.ofNanos(System.nanoTime() - step.startedNanos);
      lines.add(right(Amounts.seconds(sofar), 6) + " " + fit(step.title, width - 8));
      for (String tail : step.tail(style.outputLines())) {
        lines.add(style.paint("2", "       " + fit(tail, width - 8)));
      }
    }
    for (BuildEvent.Transfer transfer : transfers.values()) {
      String amount = Amounts.bytes(transfer.done());
      String total = transfer.total() > 0 ? " / " + Amounts.bytes(transfer.total()) : "";
      lines.add(fit("       " + transfer.what() + " " + amount + total, width - 1));
    }
    int most = Math.max(1, height - 2);
    if (lines.size() > most) {
      int hidden = lines.size() - most + 1;
      lines.subList(most - 1, lines.size()).clear();
      lines.add("       … and " + hidden + " lines more");
    }
    if (!lines.isEmpty()) {
      out.print(NO_WRAP);
      lines.forEach(out::println);
      out.print(WRAP);
    }
    drawnLines = lines.size();
    out.flush();
  }

  private static String right(String text, int columns) {
    return " ".repeat(Math.max(0, columns - text.length())) + text;
  }

  /** One line of at most so many columns; control characters are taken out. */
  private static String fit(String text, int columns) {
    String clean = clean(text);
    int characters = clean.codePointCount(0, clean.length());
    return characters <= columns
        ? clean
        : clean.substring(0, clean.offsetByCodePoints(0, Math.max(0, columns - 1))) + "…";
  }

  private static String clean(String text) {
    return ControlSequences.text(text).replace('\t', ' ');
  }

  /** A step that runs, with the end of its output. */
  private static final class Running {
    private final String title;
    private final long startedNanos;
    private final Deque<byte[]> pieces = new ArrayDeque<>();
    private int kept;

    Running(String title, long startedNanos) {
      this.title = title;
      this.startedNanos = startedNanos;
    }

    void append(byte[] bytes) {
      pieces.addLast(bytes);
      kept += bytes.length;
      while (kept > KEPT_BYTES && pieces.size() > 1) {
        kept -= pieces.removeFirst().length;
      }
    }

    String text() {
      var all = new java.io.ByteArrayOutputStream();
      pieces.forEach(all::writeBytes);
      return all.toString(StandardCharsets.UTF_8);
    }

    List<String> tail(int most) {
      List<String> lines = text().lines().toList();
      return lines.subList(Math.max(0, lines.size() - most), lines.size());
    }
  }
}
