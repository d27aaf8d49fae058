package io.jbuild.grammar.hadolint;

import io.jbuild.grammar.Comment;
import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.From;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.Shell;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What the comments of a file tell hadolint, and with SHELL which shell is in force where.
 *
 * <ul>
 *   <li>{@code # hadolint ignore=DL3008,SC2046} ignores rules in the instruction right below it;
 *       there may be other comment lines between, which hadolint itself does not take;
 *   <li>{@code # hadolint stage ignore=…} in the stage whose FROM comes next;
 *   <li>{@code # hadolint global ignore=…} in the whole file;
 *   <li>{@code # hadolint shell=powershell} says which shell the base image has, up to the next
 *       SHELL or FROM.
 * </ul>
 *
 * <p>Rules are given by code or by name; after another {@code #} there may be a remark.
 */
public final class HadolintPragmas {
  private final Dockerfile file;
  private final Map<Integer, Set<String>> byLine = new HashMap<>();
  private final Set<String> global = new HashSet<>();
  private final TreeMap<Integer, Set<String>> byStage = new TreeMap<>();
  private final TreeMap<Integer, ShellInForce> shells = new TreeMap<>();
  private final List<Comment> inlineIgnores = new ArrayList<>();

  private final Function<String, Optional<String>> codes;

  private HadolintPragmas(Dockerfile file, Function<String, Optional<String>> codes) {
    this.file = file;
    this.codes = codes;
  }

  /**
   * Reads the comments of a file; those within an instruction say nothing. Rules may be given by
   * their codes and by the names of {@link HadolintRule}.
   */
  public static HadolintPragmas of(Dockerfile file) {
    return of(file, name -> HadolintRule.of(name).map(HadolintRule::id));
  }

  /**
   * Reads the comments of a file in which rules of other sets may be named as well.
   *
   * @param codes gives the code of a rule by what users write
   */
  public static HadolintPragmas of(Dockerfile file, Function<String, Optional<String>> codes) {
    var pragmas = new HadolintPragmas(file, codes);
    pragmas.read();
    return pragmas;
  }

  private void read() {
    Map<String, ShellInForce> byName = new HashMap<>();
    var above = new Above();
    String name = "";
    ShellInForce shell = ShellInForce.DEFAULT;
    int next = 0;
    int end = 0;
    List<Comment> comments = file.comments();
    for (Instruction instruction : file.everyInstruction()) {
      int start = instruction.range().start();
      for (; next < comments.size() && comments.get(next).range().start() < start; next++) {
        if (comments.get(next).range().start() >= end) {
          shell = comment(comments.get(next), above, shell);
        }
      }
      if (instruction instanceof From from) {
        byName.put(name, shell);
        name = from.alias().map(alias -> Names.folded(alias.text())).orElse("");
        shell = above.shell(byName.get(Names.folded(from.image().text())), from);
        if (byStage.isEmpty() || !byStage.lastEntry().getValue().equals(above.ofStage)) {
          byStage.put(start, Set.copyOf(above.ofStage));
        }
      }
      if (shells.isEmpty() || !shells.lastEntry().getValue().equals(shell)) {
        shells.put(start, shell);
      }
      if (instruction instanceof Shell set) {
        shell = ShellInForce.of(set.arguments());
      }
      above = new Above();
      end = instruction.range().end();
    }
    for (; next < comments.size(); next++) {
      if (comments.get(next).range().start() >= end) {
        comment(comments.get(next), above, shell);
      }
    }
  }

  /** What comments say about the instruction below, and about its stage if it is FROM. */
  private static final class Above {
    final Set<String> ofStage = new HashSet<>();

    /** What is ignored by the comment lines that end in {@code line}, one right below the other. */
    Set<String> rules = new HashSet<>();

    int line = -1;
    ShellInForce shell;

    ShellInForce shell(ShellInForce inherited, From from) {
      if (shell != null) {
        return shell;
      }
      if (inherited != null) {
        return inherited;
      }
      return Names.isWindows(from.image().text())
          ? new ShellInForce("cmd", List.of())
          : ShellInForce.DEFAULT;
    }
  }

  private ShellInForce comment(Comment comment, Above above, ShellInForce shell) {
    int line = file.source().line(comment.range().start());
    if (line != above.line + 1) {
      above.rules = new HashSet<>();
    }
    above.line = line;
    Optional<Pragma> pragma = Pragma.of(comment.text(), codes);
    ShellInForce below = pragma.isEmpty() ? shell : pragma(pragma.get(), comment, above, shell);
    if (!above.rules.isEmpty()) {
      // The comment line itself is not what is below the one before.
      byLine.remove(line);
      byLine.put(line + 1, above.rules);
    }
    return below;
  }

  private ShellInForce pragma(Pragma pragma, Comment comment, Above above, ShellInForce shell) {
    switch (pragma.kind()) {
      case IGNORE -> {
        inlineIgnores.add(comment);
        above.rules.addAll(pragma.values());
      }
      case STAGE_IGNORE -> above.ofStage.addAll(pragma.values());
      case GLOBAL_IGNORE -> global.addAll(pragma.values());
      case SHELL -> {
        above.shell = ShellInForce.of(pragma.values());
        return above.shell;
      }
    }
    return shell;
  }

  /** Whether a rule, given by its code, is ignored in an instruction of the file. */
  public boolean ignores(String code, Instruction instruction) {
    return ignores(code, instruction.range().start(), instruction.firstLine());
  }

  /** The same for an instruction that is not in the tree, by an offset in its first line. */
  boolean ignores(String code, int offset) {
    return ignores(code, offset, file.source().line(offset));
  }

  private boolean ignores(String code, int offset, int firstLine) {
    var stage = byStage.floorEntry(offset);
    return global.contains(code)
        || (stage != null && stage.getValue().contains(code))
        || byLine.getOrDefault(firstLine, Set.of()).contains(code);
  }

  /** Whether a rule, given by its code, is ignored in the whole file. */
  public boolean ignores(String code) {
    return global.contains(code);
  }

  /** The shell of an instruction of the file. */
  public ShellInForce shell(Instruction instruction) {
    var found = shells.floorEntry(instruction.range().start());
    return found == null ? ShellInForce.DEFAULT : found.getValue();
  }

  /** The comments that ignore rules in the instruction below. */
  List<Comment> inlineIgnores() {
    return inlineIgnores;
  }
}
