package io.jbuild.core.plan;

import io.jbuild.grammar.Add;
import io.jbuild.grammar.Copy;
import io.jbuild.grammar.Flag;
import io.jbuild.grammar.Heredoc;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Plans COPY and ADD. */
final class CopyPlanner {
  private static final int HIGHEST_MODE = 07777;
  private static final Pattern OCTAL = Pattern.compile("[0-7]{1,9}");
  private static final Pattern SYMBOLIC =
      Pattern.compile("[ugoa]*([-+=][rwxXstugo]*)+(,[ugoa]*([-+=][rwxXstugo]*)+)*");

  private final StagePlanner.Context context;
  private final StageState state;
  private final Words words;
  private final Unsupported unsupported;
  private boolean refused;
  private boolean unpack;
  private final List<StepPlace> places = new ArrayList<>();
  private String owner = "";
  private String modeText = "";
  private Optional<Integer> mode = Optional.empty();

  CopyPlanner(StagePlanner.Context context, StageState state) {
    this.context = context;
    this.state = state;
    this.words = context.words(state);
    this.unsupported = new Unsupported(context.source(), context.findings());
  }

  void plan(Copy copy, CopyOrigin origin) {
    copy.flags().forEach(flag -> copyFlag(flag));
    for (Word source : copy.sources()) {
      String text = words.expand(source);
      if (RemoteSource.isUrl(text) || RemoteSource.isGit(text)) {
        error(
            "remote-copy-source",
            source.range(),
            "COPY takes no "
                + (RemoteSource.isUrl(text) ? "URL" : "git address")
                + ": `"
                + text
                + "`",
            "use ADD");
      }
    }
    finish(copy, origin, copy.sources(), copy.heredocs(), copy.destination());
  }

  void plan(Add add) {
    unpack = true;
    add.flags().forEach(flag -> addFlag(flag));
    for (Word source : add.sources()) {
      String text = words.expand(source);
      if (RemoteSource.isGit(text)) {
        unsupported.addGit(source.range(), text);
        refused = true;
      } else if (RemoteSource.isUrl(text)) {
        unsupported.addUrl(source.range(), text);
        refused = true;
      }
    }
    finish(add, new CopyOrigin.FromContext(""), add.sources(), add.heredocs(), add.destination());
  }

  private void copyFlag(Flag flag) {
    switch (flag.name()) {
      case "from" -> {}
      case "parents" -> refuseIf(Flags.isOn(flag), () -> unsupported.copyParents(flag, "COPY"));
      default -> commonFlag(flag, "COPY");
    }
  }

  private void addFlag(Flag flag) {
    switch (flag.name()) {
      case "unpack" -> unpack = Flags.isOn(flag);
      case "keep-git-dir" -> refuseIf(Flags.isOn(flag), () -> unsupported.addKeepGitDir(flag));
      case "checksum" -> refuseIf(true, () -> unsupported.addChecksum(flag));
      default -> commonFlag(flag, "ADD");
    }
  }

  private void commonFlag(Flag flag, String keyword) {
    switch (flag.name()) {
      case "chown" -> flag.value().ifPresent(this::chown);
      case "chmod" -> flag.value().ifPresent(this::chmod);
      case "link" -> refuseIf(Flags.isOn(flag), () -> unsupported.copyLink(flag, keyword));
      case "exclude" -> refuseIf(true, () -> unsupported.copyExclude(flag, keyword));
      default -> throw Flags.unexpected(flag);
    }
  }

  private void refuseIf(boolean condition, Runnable refusal) {
    if (condition) {
      refusal.run();
      refused = true;
    }
  }

  private void chown(Word word) {
    owner = words.expand(word);
    place(StepPlace.Role.OWNER, owner, word);
  }

  private void place(StepPlace.Role role, String text, Word word) {
    places.add(new StepPlace(role, text, context.source(), word.range()));
  }

  private void chmod(Word word) {
    modeText = words.expand(word);
    if (modeText.isEmpty()) {
      return;
    }
    if (OCTAL.matcher(modeText).matches() && Integer.parseInt(modeText, 8) <= HIGHEST_MODE) {
      mode = Optional.of(Integer.parseInt(modeText, 8));
    } else if (SYMBOLIC.matcher(modeText).matches()) {
      unsupported.symbolicChmod(word.range(), modeText);
      refused = true;
    } else {
      error(
          "bad-mode",
          word.range(),
          "`" + modeText + "` is not a file mode",
          "expected an octal number from 0 to 07777");
    }
  }

  private void finish(
      Instruction instruction,
      CopyOrigin origin,
      List<Word> sourceWords,
      List<Heredoc> heredocs,
      Word destinationWord) {
    var sources = new ArrayList<CopySource>();
    var arguments = new ArrayList<String>();
    for (Word word : sourceWords) {
      String pattern = words.expand(word);
      sources.add(new CopySource.Pattern(pattern));
      place(StepPlace.Role.SOURCE, pattern, word);
      arguments.add(pattern);
    }
    for (Heredoc heredoc : heredocs) {
      String data = heredoc.data();
      sources.add(
          new CopySource.Inline(
              heredoc.name(), heredoc.expand() ? words.expandBody(data, heredoc.body()) : data));
      arguments.add("<<" + heredoc.name());
    }
    String destination = words.expand(destinationWord);
    place(StepPlace.Role.DESTINATION, destination, destinationWord);
    arguments.add(destination);
    if (refused || words.failed()) {
      return;
    }
    var step =
        new Step.CopyFiles(
            state.step,
            origin,
            sources,
            UnixPath.destination(state.config.workingDir, destination),
            unpack,
            owner.isEmpty() ? Optional.empty() : Optional.of(owner),
            mode);
    String flags =
        (owner.isEmpty() ? "" : " --chown=" + owner)
            + (modeText.isEmpty() ? "" : " --chmod=" + modeText);
    Optional<OriginName> named = OriginName.of(instruction, context.source()).stream().findFirst();
    named.ifPresent(
        name ->
            places.add(
                new StepPlace(StepPlace.Role.FROM, name.text(), context.source(), name.range())));
    String from = named.map(name -> " --from=" + name.text()).orElse("");
    String keyword = instruction.keyword();
    String rest = flags + " " + String.join(" ", arguments);
    state.addLayer(
        step,
        keyword + rest + " # buildkit",
        keyword + from + rest,
        context.source(),
        instruction.range(),
        places);
  }

  private void error(String code, Range range, String message, String hint) {
    context.findings().error(code, context.source(), range, message, hint);
    refused = true;
  }
}
