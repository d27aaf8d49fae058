package io.jbuild.grammar.hadolint;

import io.jbuild.grammar.Copy;
import io.jbuild.grammar.Flag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which stages others are made of; the rest are images that someone wants. */
final class StageUses {
  private final List<Section> sections = new ArrayList<>();
  private final Map<String, Section> byName = new HashMap<>();
  private final Set<Section> used = new HashSet<>();

  /** Takes in a stage and that it stands on another. */
  void enter(Section section) {
    section.base().ifPresent(used::add);
    if (section.from().isPresent()) {
      sections.add(section);
      byName.put(Integer.toString(section.index()), section);
      section
          .from()
          .get()
          .alias()
          .ifPresent(alias -> byName.put(Names.folded(alias.text()), section));
    }
  }

  /** Takes in that files come from another stage. */
  void copy(Copy copy) {
    for (Flag flag : copy.flags()) {
      if (flag.name().equals("from") && flag.value().isPresent()) {
        Section source = byName.get(Names.folded(flag.value().get().text()));
        if (source != null) {
          used.add(source);
        }
      }
    }
  }

  /** The stages that no other stands on or copies from. */
  List<Section> leaves() {
    return sections.stream().filter(section -> !used.contains(section)).toList();
  }

  /** The last stage and those it stands on. */
  Set<Section> lastLineage() {
    return sections.isEmpty() ? Set.of() : sections.getLast().lineage();
  }
}
