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
import java.util.Set;
import java.util.TreeMap;

/**
 * What the comments of a file tell hadolint, and with SHELL which shell is in force where.
 *
 * <ul>
 *   <li>{@code # hadolint ignore=DL3008,SC2046} ignores rules in the instruction that begins in the
 *       next line;
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

  private HadolintPragmas(Dockerfile file) {
    this.file = file;
  }

  /** Reads the comments of a file; those within an instruction say nothing. */
  public static HadolintPragmas of(Dockerfile file) {
    var pragmas = new HadolintPragmas(file);
    pragmas.read();
    return pragmas;
  }

  private void read() {
    Map<String, ShellInForce> byName = new HashMap<>();
    var stage = new StageHead();
    String name = "";
    ShellInForce shell = ShellInForce.DEFAULT;
    int next = 0;
    int end = 0;
    List<Comment> comments = file.comments();
    for (Instruction instruction : file.everyInstruction()) {
      int start = instruction.range().start();
      for (; next < comments.size() && comments.get(next).range().start() < start; next++) {
        if (comments.get(next).range().start() >= end) {
          shell = comment(comments.get(next), stage, shell);
        }
      }
      if (instruction instanceof From from) {
        byName.put(name, shell);
        name = from.alias().map(alias -> Names.folded(alias.text())).orElse("");
        shell = stage.shell(byName.get(Names.folded(from.image().text())), from);
        byStage.put(start, Set.copyOf(stage.ignored));
      }
      shells.put(start, shell);
      if (instruction instanceof Shell set) {
        shell = ShellInForce.of(set.arguments());
      }
      stage = new StageHead();
      end = instruction.range().end();
    }
    for (; next < comments.size(); next++) {
      if (comments.get(next).range().start() >= end) {
        comment(comments.get(next), stage, shell);
      }
    }
  }

  /** What comments before a FROM say about its stage. */
  private static final class StageHead {
    final Set<String> ignored = new HashSet<>();
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

  private ShellInForce comment(Comment comment, StageHead stage, ShellInForce shell) {
    Pragma pragma = Pragma.of(comment.text()).orElse(null);
    if (pragma == null) {
      return shell;
    }
    switch (pragma.kind()) {
      case IGNORE -> {
        inlineIgnores.add(comment);
        byLine.put(file.source().line(comment.range().start()) + 1, Set.copyOf(pragma.values()));
      }
      case STAGE_IGNORE -> stage.ignored.addAll(pragma.values());
      case GLOBAL_IGNORE -> global.addAll(pragma.values());
      case SHELL -> {
        stage.shell = ShellInForce.of(pragma.values());
        return stage.shell;
      }
    }
    return shell;
  }

  /** Whether a rule, given by its code, is ignored in an instruction of the file. */
  public boolean ignores(String code, Instruction instruction) {
    if (global.contains(code)) {
      return true;
    }
    var stage = byStage.floorEntry(instruction.range().start());
    return (stage != null && stage.getValue().contains(code))
        || byLine.getOrDefault(instruction.firstLine(), Set.of()).contains(code);
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

  /** The comments that ignore rules in the next line. */
  List<Comment> inlineIgnores() {
    return inlineIgnores;
  }
}
