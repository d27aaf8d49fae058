package io.jbuild.grammar.hadolint;

import io.jbuild.grammar.Copy;
import io.jbuild.grammar.From;
import io.jbuild.grammar.KeyValue;
import io.jbuild.grammar.Label;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules about labels: their keys, and the schema of the settings. */
final class LabelChecks implements Check {
  private static final List<String> RESERVED =
      List.of("com.docker.", "io.docker.", "org.dockerproject.");

  private final Findings findings;
  private final Map<String, LabelType> schema;
  private final StageUses uses = new StageUses();

  /** The labels of the schema that a stage has, of itself or of what it stands on. */
  private final Map<Section, Set<String>> present = new HashMap<>();

  LabelChecks(Findings findings) {
    this.findings = findings;
    this.schema = findings.settings().labelSchema();
  }

  @Override
  public void enter(Section section) {
    uses.enter(section);
    present.put(
        section, section.base().map(present::get).map(HashSet::new).orElseGet(HashSet::new));
  }

  @Override
  public void look(Visit visit) {
    if (visit.instruction() instanceof Label label) {
      label.labels().forEach(pair -> label(pair, visit));
    } else if (visit.instruction() instanceof Copy copy) {
      uses.copy(copy);
    }
  }

  private void label(KeyValue pair, Visit visit) {
    String key = visit.scope().text(pair.key().text());
    key(key, pair, visit);
    LabelType type = schema.get(key);
    if (type != null) {
      if (!visit.isTrigger()) {
        present.get(visit.section()).add(key);
      }
      value(key, type, pair, visit);
    } else if (findings.settings().strictLabels()) {
      findings.add(
          HadolintRule.LABEL_UNKNOWN,
          visit,
          pair.key().range(),
          "`" + key + "` is none of the labels that the configuration names",
          schema.isEmpty()
              ? "remove it: the configuration names none"
              : "they are `" + String.join("`, `", schema.keySet()) + "`");
    }
  }

  private void key(String key, KeyValue pair, Visit visit) {
    String reserved = RESERVED.stream().filter(key::startsWith).findFirst().orElse("");
    // What a variable of the stage holds is the build's to say.
    boolean open = key.indexOf('$') >= 0 && visit.scope().known(pair.key().text()).isPresent();
    boolean bad = !open && !isKey(key);
    if (bad || !reserved.isEmpty()) {
      findings.add(
          HadolintRule.LABEL_KEY,
          visit,
          pair.key().range(),
          bad
              ? "`" + key + "` is no good key of a label"
              : "keys that begin with `" + reserved + "` are Docker's own",
          "begin with a letter; go on with lower-case letters, digits, and `.` or `-` one at a"
              + " time");
    }
  }

  /** A lower-case letter, then letters and digits parted by single dots and dashes. */
  private static boolean isKey(String key) {
    boolean parted = true;
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      boolean letter = c >= 'a' && c <= 'z';
      boolean digit = c >= '0' && c <= '9';
      boolean mark = c == '.' || c == '-';
      if ((!letter && i == 0) || (mark && parted) || (!letter && !digit && !mark)) {
        return false;
      }
      parted = mark;
    }
    return !parted;
  }

  private void value(String key, LabelType type, KeyValue pair, Visit visit) {
    String value = visit.scope().text(pair.value().text());
    if (value.isEmpty()) {
      report(HadolintRule.LABEL_EMPTY, pair, visit, "`" + key + "` is empty", "give it a value");
      return;
    }
    if (!LabelValues.isOf(type, value)) {
      report(
          rule(type),
          pair,
          visit,
          "`" + value + "` is " + wanted(type),
          "the configuration wants `" + key + "` to be of type " + type.label());
    }
  }

  private void report(HadolintRule rule, KeyValue pair, Visit visit, String message, String hint) {
    findings.addEach(rule, visit.place(), pair.value().range(), message, hint);
  }

  private static HadolintRule rule(LabelType type) {
    return switch (type) {
      case URL -> HadolintRule.LABEL_NOT_URL;
      case RFC3339 -> HadolintRule.LABEL_NOT_TIME;
      case SPDX -> HadolintRule.LABEL_NOT_SPDX;
      case HASH -> HadolintRule.LABEL_NOT_HASH;
      case SEMVER -> HadolintRule.LABEL_NOT_SEMVER;
      case EMAIL -> HadolintRule.LABEL_NOT_EMAIL;
      case TEXT, RAWTEXT -> HadolintRule.LABEL_EMPTY;
    };
  }

  private static String wanted(LabelType type) {
    return switch (type) {
      case URL -> "no absolute URL";
      case RFC3339 -> "no time such as `2026-01-31T12:00:00Z`";
      case SPDX -> "no license that SPDX knows";
      case HASH -> "no git hash";
      case SEMVER -> "no version such as `1.2.3`";
      case EMAIL -> "no mail address";
      case TEXT, RAWTEXT -> "empty";
    };
  }

  @Override
  public void end() {
    for (Section section : uses.leaves()) {
      From from = section.from().orElseThrow();
      for (String key : schema.keySet()) {
        if (!present.get(section).contains(key)) {
          findings.addEach(
              HadolintRule.LABEL_MISSING,
              from,
              from.image().range(),
              "this image has no label `" + key + "`",
              "add `LABEL " + key + "=…`");
        }
      }
    }
  }
}
