package io.jbuild.grammar.shell;

import io.jbuild.grammar.Range;
import java.util.ArrayList;
import java.util.List;

/** The here-documents of a script: announced in one line, they follow after its end. */
final class HeredocBodies {
  private final Scan scan;
  private final List<Due> due = new ArrayList<>();
  private final List<Range> found = new ArrayList<>();

  private record Due(String name, boolean stripTabs) {}

  HeredocBodies(Scan scan) {
    this.scan = scan;
  }

  /** Notes one that follows after the end of the line. */
  void announce(String name, boolean stripTabs) {
    due.add(new Due(name, stripTabs));
  }

  /** At the start of a line: passes over the bodies that are due. */
  void read() {
    for (Due heredoc : due) {
      int from = scan.at;
      while (!scan.ended() && !closes(heredoc)) {}
      found.add(scan.rangeFrom(from));
    }
    due.clear();
  }

  /** Passes over a line and tells whether it closes a here-document. */
  private boolean closes(Due heredoc) {
    int start = scan.at;
    int lineFeed = scan.text.indexOf('\n', start);
    int end = lineFeed < 0 ? scan.text.length() : lineFeed;
    scan.at = lineFeed < 0 ? end : end + 1;
    while (heredoc.stripTabs && start < end && scan.text.charAt(start) == '\t') {
      start++;
    }
    return end - start == heredoc.name.length() && scan.text.startsWith(heredoc.name, start);
  }

  List<Range> found() {
    return found;
  }
}
