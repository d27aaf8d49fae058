package io.jbuild.cli.ui;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a terminal of a size shows of what is written to it: text, and the few sequences of ours.
 */
final class Screen extends OutputStream {
  private final int columns;
  private final int rows;
  private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
  private final StringBuilder sequence = new StringBuilder();
  private final java.io.ByteArrayOutputStream character = new java.io.ByteArrayOutputStream();
  private int row;
  private boolean wrap = true;

  Screen(int columns, int rows) {
    this.columns = columns;
    this.rows = rows;
  }

  PrintStream stream() {
    return new PrintStream(this, true, StandardCharsets.UTF_8);
  }

  /** All lines, those that have scrolled away too. */
  List<String> lines() {
    return lines.stream().map(line -> line.toString().stripTrailing()).toList();
  }

  @Override
  public void write(int b) {
    if (!sequence.isEmpty()) {
      sequence.append((char) b);
      if (sequence.length() > 2 && b >= 0x40 && b <= 0x7E) {
        run(sequence.substring(2));
        sequence.setLength(0);
      }
    } else if (b == 0x1B) {
      sequence.append((char) b);
    } else if (b == '\n') {
      down();
    } else {
      character.write(b);
      String text = character.toString(StandardCharsets.UTF_8);
      if (!text.contains("\uFFFD")) {
        character.reset();
        put(text);
      }
    }
  }

  private void put(String text) {
    StringBuilder line = lines.get(row);
    if (line.length() >= columns) {
      if (!wrap) {
        return;
      }
      down();
      line = lines.get(row);
    }
    line.append(text);
  }

  private void down() {
    row++;
    if (row == lines.size()) {
      lines.add(new StringBuilder());
    }
  }

  private void run(String command) {
    switch (command.charAt(command.length() - 1)) {
      // The cursor does not leave the screen: what has scrolled away stays as it is.
      case 'A' ->
          row =
              Math.max(
                  Math.max(0, lines.size() - rows),
                  row - Integer.parseInt(command.substring(0, command.length() - 1)));
      case 'J' -> {
        lines.subList(row + 1, lines.size()).clear();
        lines.get(row).setLength(0);
      }
      case 'l' -> wrap = false;
      case 'h' -> wrap = true;
      case 'm' -> {
        // colours take no room
      }
      default -> throw new AssertionError("unknown sequence `" + command + "`");
    }
  }
}
