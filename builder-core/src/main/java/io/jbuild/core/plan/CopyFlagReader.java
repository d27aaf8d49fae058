package io.jbuild.core.plan;

import io.jbuild.grammar.Flag;
import io.jbuild.grammar.ModeChange;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the flags of one COPY or ADD. */
final class CopyFlagReader {
  private final Source source;
  private final Findings findings;
  private final Words words;
  private final boolean add;

  private boolean link;
  private boolean parents;
  private Optional<Boolean> unpack = Optional.empty();
  private final List<String> excludes = new ArrayList<>();
  private String owner = "";
  private String modeText = "";
  private Optional<ModeChange> mode = Optional.empty();

  Optional<Boolean> keepGitDir = Optional.empty();
  Optional<Flag> checksumFlag = Optional.empty();
  String checksum = "";
  final List<StepPlace> places = new ArrayList<>();
  boolean failed;

  CopyFlagReader(Source source, Findings findings, Words words, boolean add) {
    this.source = source;
    this.findings = findings;
    this.words = words;
    this.add = add;
  }

  void read(Flag flag) {
    switch (flag.name()) {
      case "from" -> {}
      case "chown" -> flag.value().ifPresent(this::chown);
      case "chmod" -> flag.value().ifPresent(this::chmod);
      case "link" -> link = Flags.isOn(flag);
      case "parents" -> parents = Flags.isOn(flag);
      case "unpack" -> unpack = Optional.of(Flags.isOn(flag));
      case "keep-git-dir" -> keepGitDir = Optional.of(Flags.isOn(flag));
      case "exclude" -> excludes.add(Flags.text(flag));
      case "checksum" -> {
        checksumFlag = Optional.of(flag);
        checksum = flag.value().map(words::expand).orElse("");
      }
      default -> throw Flags.unexpected(flag);
    }
  }

  private void chown(Word word) {
    owner = words.expand(word);
    places.add(new StepPlace(StepPlace.Role.OWNER, owner, source, word.range()));
  }

  private void chmod(Word word) {
    modeText = words.expand(word);
    if (modeText.isEmpty()) {
      return;
    }
    try {
      mode = Optional.of(ModeChange.parse(modeText));
    } catch (IllegalArgumentException e) {
      failed = true;
      findings.error(
          "bad-mode",
          source,
          word.range(),
          e.getMessage(),
          "expected an octal number from 0 to 07777, or changes such as `u=rwX,go=rX`");
    }
  }

  /** With {@code --chmod} BuildKit makes no layer of its own, whatever {@code --link} says. */
  CopyFlags flags() {
    return new CopyFlags(
        link && mode.isEmpty(),
        parents,
        excludes,
        unpack.orElse(add),
        unpack.orElse(false),
        owner.isEmpty() ? Optional.empty() : Optional.of(owner),
        mode);
  }

  /** The flags that are part of the history. */
  String text() {
    return (parents ? " --parents" : "")
        + (owner.isEmpty() ? "" : " --chown=" + owner)
        + (modeText.isEmpty() ? "" : " --chmod=" + modeText);
  }
}
