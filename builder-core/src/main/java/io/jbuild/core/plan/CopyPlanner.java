package io.jbuild.core.plan;

import io.jbuild.cache.Checksum;
import io.jbuild.grammar.Add;
import io.jbuild.grammar.Copy;
import io.jbuild.grammar.Flag;
import io.jbuild.grammar.GitAddress;
import io.jbuild.grammar.Heredoc;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plans COPY and ADD. */
final class CopyPlanner {
  private final StagePlanner.Context context;
  private final StageState state;
  private final Words words;
  private boolean failed;
  private final List<StepPlace> places = new ArrayList<>();
  private CopyFlagReader flags;

  CopyPlanner(StagePlanner.Context context, StageState state) {
    this.context = context;
    this.state = state;
    this.words = context.words(state);
  }

  void plan(Copy copy, CopyOrigin origin) {
    read(copy.flags(), false);
    finish(copy, origin, copy.sources(), copy.heredocs(), copy.destination());
  }

  void plan(Add add) {
    read(add.flags(), true);
    flags.checksumFlag.ifPresent(flag -> checkSources(flag, add));
    finish(add, new CopyOrigin.FromContext(""), add.sources(), add.heredocs(), add.destination());
  }

  private void read(List<Flag> written, boolean add) {
    flags = new CopyFlagReader(context.source(), context.findings(), words, add);
    written.forEach(flags::read);
    places.addAll(flags.places);
  }

  private void checkSources(Flag checksum, Add add) {
    if (add.sources().size() != 1 || !add.heredocs().isEmpty()) {
      error(
          "checksum-of-several",
          checksum.range(),
          "`--checksum` is for one source, and there are several",
          "write an ADD of its own for the source that has the checksum");
    }
  }

  private CopySource source(Word word, boolean add) {
    String text = words.expand(word);
    Optional<RemoteSource> remote;
    try {
      remote = RemoteSource.of(text);
    } catch (IllegalArgumentException e) {
      error("bad-git-address", word.range(), e.getMessage(), "correct the address");
      return new CopySource.Pattern(text);
    }
    if (remote.isPresent() && !add) {
      error(
          "remote-copy-source",
          word.range(),
          "COPY takes no "
              + (remote.get() instanceof RemoteSource.Url ? "URL" : "git address")
              + ": `"
              + text
              + "`",
          "use ADD");
    }
    if (remote.isEmpty() && flags.checksumFlag.isPresent() && !words.failed()) {
      error(
          "checksum-of-path",
          flags.checksumFlag.get().range(),
          "`--checksum` is for a URL or a git repository, and `" + text + "` is neither",
          "leave the flag out: files of the context are what they are");
    }
    if (remote.isEmpty() || failed) {
      return new CopySource.Pattern(text);
    }
    Step fetch =
        switch (remote.get()) {
          case RemoteSource.Url _ -> new Step.FetchUrl(text, checksum());
          case RemoteSource.Git(GitAddress address) -> git(address, word.range());
        };
    state.addStep(fetch, "FETCH " + text, context.source(), word.range());
    return new CopySource.Fetched(fetch);
  }

  private Optional<Checksum> checksum() {
    if (flags.checksum.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Checksum(flags.checksum));
    } catch (IllegalArgumentException e) {
      error(
          "bad-checksum",
          flags.checksumFlag.orElseThrow().range(),
          e.getMessage(),
          "`sha256sum FILE` prints the digits");
      return Optional.empty();
    }
  }

  private Step git(GitAddress address, Range range) {
    Optional<Boolean> flag = flags.keepGitDir;
    Optional<Boolean> query = address.keepGitDir();
    if (flag.isPresent() && query.isPresent() && !flag.equals(query)) {
      error(
          "git-contradiction",
          range,
          "`--keep-git-dir` and `keep-git-dir` of the address contradict each other",
          "give one of them");
    }
    String checksum = flags.checksum;
    if (!checksum.isEmpty() && !address.checksum().isEmpty()) {
      if (!checksum.equals(address.checksum())) {
        error(
            "git-contradiction",
            range,
            "`--checksum` and `checksum` of the address contradict each other",
            "give one of them");
      }
    }
    return new Step.FetchGit(
        address,
        checksum.isEmpty() ? address.checksum() : checksum,
        query.or(() -> flag).orElse(false));
  }

  private void place(StepPlace.Role role, String text, Word word) {
    places.add(new StepPlace(role, text, context.source(), word.range()));
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
      sources.add(source(word, instruction instanceof Add));
      String text = words.expand(word);
      place(StepPlace.Role.SOURCE, text, word);
      arguments.add(text);
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
    if (failed || flags.failed || words.failed()) {
      return;
    }
    var step =
        new Step.CopyFiles(
            state.step,
            origin,
            sources,
            UnixPath.destination(state.config.workingDir, destination),
            flags.flags());
    Optional<OriginName> named = OriginName.of(instruction, context.source()).stream().findFirst();
    named.ifPresent(
        name ->
            places.add(
                new StepPlace(StepPlace.Role.FROM, name.text(), context.source(), name.range())));
    String from = named.map(name -> " --from=" + name.text()).orElse("");
    String keyword = instruction.keyword();
    String rest = flags.text() + " " + String.join(" ", arguments);
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
    failed = true;
  }
}
