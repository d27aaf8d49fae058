package io.jbuild.core.solve;

import io.jbuild.core.layer.Accounts;
import io.jbuild.core.layer.ContentSource;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.LayerWriter;
import io.jbuild.core.layer.RootfsView;
import io.jbuild.core.plan.Step;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** WORKDIR: a layer of the directories that were missing, often of none. */
final class DirectorySteps {
  private static final int MODE = 0755;

  private final Layers layers;

  DirectorySteps(Layers layers) {
    this.layers = layers;
  }

  StepRunner.Work prepare(Step.MakeDirectory step, Rootfs base) {
    var inputs = new TreeMap<String, String>();
    inputs.put("base", base.contentDigest().toString());
    StepKey key = StepKey.of(step, inputs);
    return new StepRunner.Work() {
      @Override
      public StepKey key() {
        return key;
      }

      @Override
      public MadeLayer make(LayerSink sink, StepProgress progress) throws Exception {
        RootfsView view = layers.view(base);
        List<Entry> missing = missing(step, view, progress);
        return new MadeLayer(
            sink.write(writer -> write(missing, view, writer), Optional.empty()), false);
      }
    };
  }

  private static Accounts.Owner owner(
      Step.MakeDirectory step, RootfsView view, StepProgress progress) throws Exception {
    if (step.user().isEmpty()) {
      return new Accounts.Owner(0, 0);
    }
    return StepAccounts.directoryOwner(step.user(), view, progress);
  }

  /**
   * The directories to make, outermost first; symlinks on the way are followed. The user is looked
   * up only when there is something to own.
   */
  private static List<Entry> missing(
      Step.MakeDirectory step, RootfsView view, StepProgress progress) throws Exception {
    List<String> paths = missingPaths(step, view, progress);
    if (paths.isEmpty()) {
      return List.of();
    }
    Accounts.Owner owner = owner(step, view, progress);
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    return paths.stream()
        .map(path -> Entry.directory(path, MODE, owner.uid(), owner.gid(), now))
        .toList();
  }

  private static List<String> missingPaths(
      Step.MakeDirectory step, RootfsView view, StepProgress progress) throws Exception {
    String path = view.resolve(step.path(), true);
    List<String> missing = new ArrayList<>();
    for (int end = path.indexOf('/'); ; end = path.indexOf('/', end + 1)) {
      String part = end < 0 ? path : path.substring(0, end);
      Optional<Entry> existing = view.find(part);
      if (existing.isEmpty()) {
        missing.add(part);
      } else if (!existing.get().isDirectory()) {
        throw progress.failure(
            "workdir-not-a-directory",
            "cannot make `" + step.path() + "`: `/" + part + "` is not a directory",
            Optional.of("remove that file first, or choose another WORKDIR"));
      }
      if (end < 0) {
        return missing;
      }
    }
  }

  private static void write(List<Entry> missing, RootfsView view, LayerWriter writer)
      throws IOException {
    if (!missing.isEmpty()) {
      ParentEntries.write(missing.getFirst(), view, writer);
    }
    for (Entry directory : missing) {
      writer.add(directory, ContentSource.NONE);
    }
  }
}
