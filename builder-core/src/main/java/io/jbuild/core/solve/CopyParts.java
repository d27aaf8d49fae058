package io.jbuild.core.solve;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.context.BuildContext;
import io.jbuild.core.context.CopyFilter;
import io.jbuild.core.context.CopyInput;
import io.jbuild.core.context.CopySelection;
import io.jbuild.core.context.IgnoreRules;
import io.jbuild.core.context.SelectionSummary;
import io.jbuild.core.context.UserRights;
import io.jbuild.core.layer.FileTree;
import io.jbuild.core.plan.CopySource;
import io.jbuild.core.plan.Step;
import io.jbuild.core.solve.FetchSteps.Fetched;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The sources of one COPY or ADD, in order: pieces of one tree each. The files of a commit are
 * written only when something reads them; its id says all that counts for the key.
 */
final class CopyParts {
  private final List<Part> parts = new ArrayList<>();
  private final StoreDirectory store;
  private final FetchSteps fetches;

  /** Sources of one tree. */
  private interface Part {
    /** What counts for the cache. */
    String key() throws IOException;

    CopySelection selection() throws IOException;
  }

  /** Files of a tree, walked and hashed only when nothing is known of them. */
  private static final class Selected implements Part {
    private final Origin origin;
    private final String where;
    private final List<CopyInput> inputs;
    private final CopyFilter filter;
    private final SelectionSummary summary;
    private final boolean remembered;
    private CopySelection selection;

    Selected(Origin origin, String where, List<CopyInput> inputs, CopyFilter filter)
        throws IOException {
      this.origin = origin;
      this.where = where;
      this.inputs = inputs;
      this.filter = filter;
      FileTree tree = origin.open();
      Optional<SelectionSummary> known =
          tree instanceof BuildContext context
              ? context.selections().find(inputs, filter)
              : Optional.empty();
      this.remembered = known.isPresent();
      this.summary = remembered ? known.get() : selection().summary();
      if (!remembered && tree instanceof BuildContext context) {
        context.selections().learn(inputs, filter, summary);
      }
    }

    void saveLearned() throws IOException {
      if (!remembered && origin.open() instanceof BuildContext context) {
        context.saveAhead();
      }
    }

    SelectionSummary summary() {
      return summary;
    }

    @Override
    public String key() {
      return summary.digest().toString();
    }

    @Override
    public synchronized CopySelection selection() throws IOException {
      if (selection == null) {
        FileTree tree = origin.open();
        selection = CopySelection.select(tree, where, inputs, filter);
        if (remembered && !selection.summary().equals(summary)) {
          ((BuildContext) tree).selections().forget();
          throw new StaleNoteException(where);
        }
      }
      return selection;
    }
  }

  private final class Checkout implements Part {
    private final Fetched.Commit fetched;
    private final CopyFilter filter;
    private CopySelection selection;

    Checkout(Fetched.Commit fetched, CopyFilter filter) {
      this.fetched = fetched;
      this.filter = filter;
    }

    @Override
    public String key() {
      Step.FetchGit step = fetched.step();
      return "commit "
          + (step.keepGitDir()
              ? fetched.commit().object() + " " + fetched.commit().ref()
              : fetched.commit().commit())
          + (step.address().submodules().orElse(true) ? "" : " without submodules")
          + (step.keepGitDir() ? " with .git of " + step.address().remote() : "")
          + " "
          + step.address().subdir();
    }

    @Override
    public synchronized CopySelection selection() throws IOException {
      if (selection == null) {
        Step.FetchGit step = fetched.step();
        Path folder =
            fetches
                .git()
                .checkout(
                    step.address(),
                    fetched.commit(),
                    step.keepGitDir(),
                    store.newTemporaryDirectory().resolve("files"));
        FileTree tree =
            BuildContext.open(folder, IgnoreRules.NONE, UserRights.ROOT, Optional.empty());
        selection =
            CopySelection.select(
                tree, "the repository", List.of(new CopyInput.Literal("")), filter);
        selection.digest();
      }
      return selection;
    }
  }

  private CopyParts(StoreDirectory store, FetchSteps fetches) {
    this.store = store;
    this.fetches = fetches;
  }

  /** Gives the tree that paths are looked up in, when there is one. */
  @FunctionalInterface
  interface Origin {
    FileTree open() throws IOException;
  }

  /**
   * Finds the files, but those of commits.
   *
   * @param where the tree of the origin in words
   */
  static CopyParts of(
      Step.CopyFiles step, Origin origin, String where, FetchSteps fetches, StoreDirectory store)
      throws IOException {
    var made = new CopyParts(store, fetches);
    IgnoreRules excludes = IgnoreRules.ofPatterns(step.flags().excludes());
    var local = new CopyFilter(step.flags().unpackLocal(), step.flags().parents(), excludes);
    List<CopyInput> pending = new ArrayList<>();
    for (CopySource source : step.sources()) {
      switch (source) {
        case CopySource.Pattern(String pattern) -> pending.add(new CopyInput.Pattern(pattern));
        case CopySource.Inline(String name, String content) ->
            pending.add(new CopyInput.Inline(name, content.getBytes(StandardCharsets.UTF_8)));
        case CopySource.Fetched(Step fetch) -> {
          made.add(origin, where, pending, local);
          made.add(fetches.result(fetch), step.flags().unpackRemote(), excludes);
        }
      }
    }
    made.add(origin, where, pending, local);
    return made;
  }

  private void add(Origin origin, String where, List<CopyInput> inputs, CopyFilter filter)
      throws IOException {
    if (!inputs.isEmpty()) {
      parts.add(new Selected(origin, where, List.copyOf(inputs), filter));
      inputs.clear();
    }
  }

  private void add(Fetched fetched, boolean unpack, IgnoreRules excludes) throws IOException {
    switch (fetched) {
      case Fetched.UrlFile file ->
          parts.add(
              new Selected(
                  () -> new UrlTree(store.blobs(), file),
                  "the download",
                  List.of(new CopyInput.Literal(file.name())),
                  new CopyFilter(unpack, false, IgnoreRules.NONE)));
      case Fetched.Commit commit ->
          parts.add(new Checkout(commit, new CopyFilter(false, false, excludes)));
    }
  }

  /** Puts what the sources hold into a step's key. */
  void addTo(SortedMap<String, String> read) throws IOException {
    int number = 0;
    for (Part part : parts) {
      read.put(number == 0 ? "files" : "files." + (number + 1), part.key());
      number++;
    }
  }

  /** Has what contexts came to kept for the next build, beside the writing of the layer. */
  void saveLearned() throws IOException {
    for (Part part : parts) {
      if (part instanceof Selected selected) {
        selected.saveLearned();
      }
    }
  }

  /** What a user may not have meant. */
  void warn(StepProgress progress) throws IOException {
    for (Part part : parts) {
      if (part instanceof Selected selected) {
        selected
            .summary()
            .unmatched()
            .forEach(pattern -> progress.warn("`" + pattern + "` matches no file"));
        selected
            .summary()
            .unexcluded()
            .forEach(
                name ->
                    progress.warn(
                        "`"
                            + name
                            + "` is copied though `--exclude` matches it: patterns hold below a"
                            + " source that is a directory"));
      }
    }
  }

  /** The files by path, but those of commits: their ids say what changed. */
  SortedMap<String, String> files() throws IOException {
    var files = new TreeMap<String, String>();
    for (Part part : parts) {
      if (part instanceof Selected selected) {
        files.putAll(SourceFiles.byPath(selected.selection().files()));
      }
    }
    return files;
  }

  /** Whether a tar is to be unpacked. */
  boolean unpacks() {
    return parts.stream()
        .anyMatch(part -> part instanceof Selected selected && selected.summary().unpacks());
  }

  /** All of them, in order. */
  List<CopySelection> selections() throws IOException {
    List<CopySelection> selections = new ArrayList<>();
    for (Part part : parts) {
      selections.add(part.selection());
    }
    return selections;
  }
}
