package io.jbuild.grammar.editor;

import io.jbuild.grammar.Range;
import io.jbuild.grammar.editor.Clause.Piece;
import io.jbuild.grammar.editor.Proposal.Kind;
import java.util.List;
import java.util.TreeSet;

/** What can stand behind the flags of an instruction. */
final class OperandCompletion {
  private static final List<String> SIGNALS =
      List.of(
          "SIGHUP", "SIGINT", "SIGKILL", "SIGQUIT", "SIGTERM", "SIGUSR1", "SIGUSR2", "SIGWINCH");

  private final Draft draft;
  private final Clause clause;
  private final Surroundings around;
  private final boolean snippets;

  OperandCompletion(Draft draft, Clause clause, Surroundings around, boolean snippets) {
    this.draft = draft;
    this.clause = clause;
    this.around = around;
    this.snippets = snippets;
  }

  /**
   * Proposals for an operand.
   *
   * @param operand which one, counted from 0
   * @param prefix what of it stands before the caret
   */
  void propose(int operand, String prefix, Range range, List<Proposal> proposals) {
    switch (clause.keyword()) {
      case "FROM" -> from(operand, prefix, range, proposals);
      case "COPY", "ADD" -> copy(operand, prefix, range, proposals);
      case "HEALTHCHECK" -> {
        if (operand == 0) {
          healthcheck(prefix, range, proposals);
        }
      }
      case "STOPSIGNAL" -> {
        if (operand == 0) {
          all(SIGNALS, prefix, range, Kind.VALUE, proposals);
        }
      }
      case "ARG" -> {
        if (prefix.indexOf('=') < 0) {
          all(Manual.variables(), prefix, range, Kind.VALUE, proposals);
        }
      }
      default -> {}
    }
    json(operand, prefix, range, proposals);
  }

  private void from(int operand, String prefix, Range range, List<Proposal> proposals) {
    if (operand == 0) {
      new FlagCompletion(draft, clause, around, snippets).stages(prefix, range, proposals);
      all(around.images(), prefix, range, Kind.IMAGE, proposals);
      all(List.of("scratch"), prefix, range, Kind.IMAGE, proposals);
    } else if (operand == 1) {
      all(List.of("AS"), prefix, range, Kind.VALUE, proposals);
    }
  }

  private void copy(int operand, String prefix, Range range, List<Proposal> proposals) {
    boolean other = clause.flags().stream().anyMatch(f -> clause.text(f).startsWith("--from="));
    if (!other && !clause.isJson()) {
      int slash = prefix.lastIndexOf('/');
      String folder = slash < 0 ? "" : prefix.substring(0, slash);
      String name = prefix.substring(slash + 1);
      Range last = new Range(range.end() - name.length(), range.end());
      all(around.entries(folder), name, last, Kind.FILE, proposals);
    }
    if (operand > 0) {
      all(workdirs(), prefix, range, Kind.FOLDER, proposals);
    }
  }

  /** The folders that this stage works in, as destinations. */
  private List<String> workdirs() {
    var folders = new TreeSet<String>();
    for (Clause other : draft.clauses()) {
      if (other.range().start() >= clause.range().start()) {
        break;
      }
      if (other.is("FROM")) {
        folders.clear();
      }
      if (other.is("WORKDIR") && other.operands().size() == 1) {
        String folder = other.text(other.operands().getFirst());
        if (folder.startsWith("/")) {
          folders.add(folder.endsWith("/") ? folder : folder + "/");
        }
      }
    }
    return List.copyOf(folders);
  }

  private void healthcheck(String prefix, Range range, List<Proposal> proposals) {
    if (Completion.starts("CMD", prefix) && !prefix.equalsIgnoreCase("CMD")) {
      String template = "CMD [ \"${executable}\" ]";
      proposals.add(Proposal.template(template, "CMD", snippets, range, Kind.WORD, "HEALTHCHECK"));
    }
    if (Completion.starts("NONE", prefix) && !prefix.equalsIgnoreCase("NONE")) {
      proposals.add(Proposal.plain("NONE", range, Kind.WORD).about("HEALTHCHECK"));
    }
  }

  private void json(int operand, String prefix, Range range, List<Proposal> proposals) {
    List<Piece> operands = clause.operands();
    boolean takes = clause.is("RUN", "CMD", "ENTRYPOINT", "SHELL", "VOLUME");
    boolean open = prefix.isEmpty() ? operands.isEmpty() : prefix.equals("[") && operand == 0;
    if (takes && open) {
      String template = clause.is("VOLUME") ? "[ \"${/data}\" ]" : "[ \"${executable}\" ]";
      proposals.add(Proposal.template(template, "[", snippets, range, Kind.JSON, clause.keyword()));
    }
  }

  private static void all(
      List<String> names, String prefix, Range range, Kind kind, List<Proposal> proposals) {
    for (String name : names) {
      if (Completion.starts(name, prefix)) {
        proposals.add(Proposal.plain(name, range, kind));
      }
    }
  }
}
