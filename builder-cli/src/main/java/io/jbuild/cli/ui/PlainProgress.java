package io.jbuild.cli.ui;

import io.jbuild.core.progress.BuildEvent;
import io.jbuild.core.progress.BuildListener;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;

/**
 * A build as plain lines, each marked with the number of its step, for pipes and CI logs. Output of
 * a command is shown line by line as it comes; a line that is not ended yet waits for its end. Of
 * its control sequences only colours are left.
 */
public final class PlainProgress implements BuildListener {
  private static final long TRANSFER_INTERVAL_NANOS = 1_000_000_000L;

  private final PrintStream out;
  private final Map<Integer, ByteArrayOutputStream> openLines = new HashMap<>();
  private final Map<Integer, Long> startedNanos = new HashMap<>();
  private final Map<String, Long> shownTransfers = new HashMap<>();

  public PlainProgress(PrintStream out) {
    this.out = out;
  }

  @Override
  public synchronized void on(BuildEvent event) {
    switch (event) {
      case BuildEvent.StepStarted(int step, String title) -> {
        startedNanos.put(step, System.nanoTime());
        line(step, ControlSequences.text(title));
      }
      // At once: a cached build has little else to do than to write these.
      case BuildEvent.StepCached(int step, String title) ->
          line(step, ControlSequences.text(title) + "\n#" + step + " CACHED");
      case BuildEvent.StepOutput(int step, byte[] bytes) -> output(step, bytes);
      case BuildEvent.StepDone(int step, var took) -> {
        flush(step);
        line(step, "DONE " + Amounts.seconds(took));
      }
      case BuildEvent.StepFailed(int step, var took) -> {
        flush(step);
        line(step, "FAILED " + Amounts.seconds(took));
      }
      case BuildEvent.Transfer transfer -> transfer(transfer);
      case BuildEvent.Warning(String message) ->
          out.println("warning: " + ControlSequences.text(message.replace('\n', ' ')));
      case BuildEvent.Note(String text) -> out.println(ControlSequences.text(text));
      case BuildEvent.Finding(String text) ->
          text.lines().forEach(line -> out.println(ControlSequences.text(line)));
    }
    out.flush();
  }

  private void line(int step, String text) {
    out.println("#" + step + " " + text);
  }

  private void output(int step, byte[] bytes) {
    ByteArrayOutputStream open =
        openLines.computeIfAbsent(step, key -> new ByteArrayOutputStream());
    int from = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        open.write(bytes, from, i - from);
        from = i + 1;
        write(step, open);
      }
    }
    open.write(bytes, from, bytes.length - from);
  }

  private void flush(int step) {
    ByteArrayOutputStream open = openLines.remove(step);
    if (open != null && open.size() > 0) {
      write(step, open);
    }
  }

  private void write(int step, ByteArrayOutputStream open) {
    double seconds = (System.nanoTime() - startedNanos.getOrDefault(step, System.nanoTime())) / 1e9;
    out.print("#" + step + " " + thousandths(seconds) + " ");
    byte[] text = open.toByteArray();
    int length = text.length > 0 && text[text.length - 1] == '\r' ? text.length - 1 : text.length;
    byte[] shown = ControlSequences.textAndColours(text, length);
    out.write(shown, 0, shown.length);
    out.println();
    open.reset();
  }

  /** {@code 0.123}, without the cost of a format string on every line. */
  private static String thousandths(double seconds) {
    long millis = Math.round(seconds * 1000);
    String fraction = String.valueOf(1000 + millis % 1000).substring(1);
    return millis / 1000 + "." + fraction;
  }

  private void transfer(BuildEvent.Transfer event) {
    long now = System.nanoTime();
    Long last = shownTransfers.get(event.what());
    if (!event.finished() && last != null && now - last < TRANSFER_INTERVAL_NANOS) {
      return;
    }
    if (event.finished()) {
      shownTransfers.remove(event.what());
    } else {
      shownTransfers.put(event.what(), now);
    }
    String amount =
        event.total() > 0 && !event.finished()
            ? Amounts.bytes(event.done()) + " / " + Amounts.bytes(event.total())
            : Amounts.bytes(event.done());
    out.println(event.what() + " " + amount + (event.finished() ? " DONE" : ""));
  }
}
