package io.jbuild.grammar.editor;

import io.jbuild.grammar.Range;
import io.jbuild.grammar.editor.Proposal.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Flags of an instruction, their values, and the options of mounts. */
final class FlagCompletion {
  private static final Set<String> REPEATED = Set.of("mount", "exclude", "device");

  private final Draft draft;
  private final Clause clause;
  private final Surroundings around;
  private final boolean snippets;

  FlagCompletion(Draft draft, Clause clause, Surroundings around, boolean snippets) {
    this.draft = draft;
    this.clause = clause;
    this.around = around;
    this.snippets = snippets;
  }

  void propose(String prefix, Range range, List<Proposal> proposals) {
    int equals = prefix.indexOf('=');
    if (equals < 0) {
      names(prefix, range, proposals);
      return;
    }
    if (!prefix.startsWith("--")) {
      return;
    }
    String name = prefix.substring(2, equals);
    String value = prefix.substring(equals + 1);
    if (name.equals("mount")) {
      mount(value, range, proposals);
      return;
    }
    values(name, value, new Range(range.end() - value.length(), range.end()), proposals);
  }

  private void names(String prefix, Range range, List<Proposal> proposals) {
    Set<String> given =
        clause.flags().stream()
            .map(clause::text)
            .map(text -> text.substring(2).split("=", 2)[0])
            .collect(Collectors.toSet());
    Manual.flags(clause.keyword()).stream()
        .filter(flag -> Completion.starts("--" + flag.name(), prefix))
        .filter(
            flag ->
                !given.contains(flag.name())
                    || REPEATED.contains(flag.name())
                    || prefix.equals("--" + flag.name()))
        .sorted(Comparator.comparing(Manual.Entry::name))
        .forEach(flag -> proposals.add(flag(flag, range)));
  }

  private Proposal flag(Manual.Entry flag, Range range) {
    String name = "--" + flag.name();
    if (flag.sample().isEmpty()) {
      return Proposal.plain(name, range, Kind.FLAG).about(flag.key());
    }
    String template = name + "=${" + flag.sample() + "}";
    return Proposal.template(template, name + "=", snippets, range, Kind.FLAG, flag.key());
  }

  private void values(String name, String value, Range range, List<Proposal> proposals) {
    if (name.equals("from")) {
      from(value, range, proposals);
      return;
    }
    Manual.flag(clause.keyword(), name)
        .ifPresent(
            flag ->
                flag.choices().stream()
                    .filter(choice -> Completion.starts(choice, value))
                    .forEach(choice -> proposals.add(Proposal.plain(choice, range, Kind.VALUE))));
  }

  private void from(String value, Range range, List<Proposal> proposals) {
    stages(value, range, proposals);
    around.images().stream()
        .filter(image -> Completion.starts(image, value))
        .forEach(image -> proposals.add(Proposal.plain(image, range, Kind.IMAGE)));
  }

  /** The stages before this one. */
  void stages(String prefix, Range range, List<Proposal> proposals) {
    int start = clause.range().start();
    int own =
        (int)
                draft.clauses().stream()
                    .filter(c -> c.is("FROM") && c.range().start() <= start)
                    .count()
            - 1;
    StageUse.of(draft).stream()
        .filter(use -> use.declares() && use.stage() < own)
        .map(use -> draft.text().substring(use.range().start(), use.range().end()))
        .filter(name -> Completion.starts(name, prefix))
        .distinct()
        .sorted()
        .forEach(name -> proposals.add(Proposal.plain(name, range, Kind.STAGE)));
  }

  private void mount(String value, Range range, List<Proposal> proposals) {
    String option = value.substring(value.lastIndexOf(',') + 1);
    int equals = option.indexOf('=');
    if (equals < 0) {
      Range place = new Range(range.end() - option.length(), range.end());
      Manual.mountOptions().stream()
          .filter(entry -> Completion.starts(optionName(entry), option))
          .filter(entry -> MountOption.fits(optionName(entry), value))
          .filter(entry -> !("," + value).contains("," + optionName(entry) + "="))
          .map(
              entry ->
                  Proposal.plain(
                          optionName(entry) + (entry.sample().isEmpty() ? "" : "="),
                          place,
                          Kind.FLAG)
                      .about(entry.key()))
          .forEach(proposals::add);
      return;
    }
    String typed = option.substring(equals + 1);
    Range place = new Range(range.end() - typed.length(), range.end());
    String name = MountOption.canonical(option.substring(0, equals)).orElse("");
    if (name.equals("from")) {
      from(typed, place, proposals);
      return;
    }
    Manual.entry("RUN --mount " + name)
        .ifPresent(
            entry ->
                entry.choices().stream()
                    .filter(choice -> Completion.starts(choice, typed))
                    .forEach(choice -> proposals.add(Proposal.plain(choice, place, Kind.VALUE))));
  }

  private static String optionName(Manual.Entry entry) {
    return entry.key().substring(entry.key().lastIndexOf(' ') + 1);
  }
}
