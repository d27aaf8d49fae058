package io.jbuild.core.solve;

import io.jbuild.core.context.ContextException;
import io.jbuild.core.context.CopySelection;
import io.jbuild.core.plan.CopyOrigin;
import io.jbuild.core.plan.RunMount;
import io.jbuild.core.plan.Step;
import io.jbuild.core.plan.StepPlace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a RUN reads: its base, and the files of its mounts.
 *
 * @param mounts as the step has them
 */
record RunInputs(Step.RunCommand step, Rootfs base, List<RunMounts.Prepared> mounts) {
  /**
   * What is no part of a step and sets its results apart all the same.
   *
   * @param keepsOwners whether files keep the owners that a command gives them
   * @param chroot whether it runs with the files and processes of a container around it
   * @param watched whether its layer is searched for the secrets that it sees
   */
  record Circumstances(boolean keepsOwners, boolean chroot, boolean watched) {
    /** Those of a RUN with this key. */
    static Circumstances of(SortedMap<String, String> inputs) {
      return new Circumstances(
          !"lost".equals(inputs.get("owners")),
          inputs.containsKey("isolation"),
          !inputs.containsKey("secrets"));
    }

    private void addTo(Step.RunCommand step, SortedMap<String, String> inputs) {
      // A result whose owners were lost must never be taken where they can be kept, nor one under
      // another map where an id of the image has no counterpart.
      inputs.put("owners", keepsOwners ? "kept" : "lost");
      // Nor what ran with the files and processes of a container around it where it would be alone.
      if (chroot) {
        inputs.put("isolation", "chroot");
      }
      // Nor a layer that may hold a secret where none may.
      if (!watched && step.mounts().stream().anyMatch(m -> m instanceof RunMount.Secret)) {
        inputs.put("secrets", "unwatched");
      }
    }
  }

  RunInputs {
    mounts = List.copyOf(mounts);
  }

  /** Where the files of mounts are found. */
  record Places(StepRunner.Contexts contexts, MountFiles files) {}

  /**
   * Finds the files of the mounts.
   *
   * @param read what the step's inputs gave, in their order
   */
  static RunInputs find(
      Step.RunCommand step, List<Rootfs> read, Places places, StepProgress progress)
      throws Exception {
    List<RunMounts.Prepared> mounts = new ArrayList<>();
    int next = 1;
    for (RunMount mount : step.mounts()) {
      Optional<CopyOrigin> origin = RunMount.origin(mount);
      boolean ofStep = origin.isPresent() && origin.get() instanceof CopyOrigin.FromStep;
      mounts.add(prepare(mount, ofStep ? read.get(next++) : Rootfs.EMPTY, places, progress));
    }
    return new RunInputs(step, read.getFirst(), mounts);
  }

  StepKey key(Circumstances circumstances) {
    var inputs = new TreeMap<String, String>();
    for (int i = 0; i < mounts.size(); i++) {
      Optional<MountFiles.Found> found = mounts.get(i).files();
      if (found.isPresent()) {
        inputs.put("mount." + (i + 1), found.get().digest().toString());
      }
    }
    inputs.put("base", base.contentDigest().toString());
    circumstances.addTo(step, inputs);
    return StepKey.of(step, inputs);
  }

  /** The files by path, those of mounts that have names of their own. */
  SortedMap<String, String> files() throws IOException {
    var files = new TreeMap<String, String>();
    for (RunMounts.Prepared mount : mounts) {
      if (mount.files().isPresent()) {
        files.putAll(mount.files().get().byPath());
      }
    }
    return files;
  }

  /** Finds the files of a mount; a cache of nothing but its id has none. */
  private static RunMounts.Prepared prepare(
      RunMount mount, Rootfs rootfs, Places places, StepProgress progress) throws Exception {
    try {
      return switch (mount) {
        case RunMount.Bind bind ->
            new RunMounts.Prepared(
                mount, Optional.of(find(bind.origin(), bind.source(), rootfs, places)));
        case RunMount.Cache cache ->
            cache.origin() instanceof CopyOrigin.FromStep(Step.Scratch _)
                ? new RunMounts.Prepared(mount, Optional.empty())
                : new RunMounts.Prepared(
                    mount, Optional.of(find(cache.origin(), "/", rootfs, places)));
        case RunMount.Tmpfs _, RunMount.Secret _, RunMount.Ssh _ ->
            new RunMounts.Prepared(mount, Optional.empty());
      };
    } catch (ContextException e) {
      String source = mount instanceof RunMount.Bind bind ? bind.source() : "/";
      throw progress.failure(
          "mount-source",
          e.getMessage(),
          e.hint().isEmpty() ? Optional.empty() : Optional.of(e.hint()),
          progress.places(StepPlace.Role.MOUNT).stream()
              .filter(place -> place.text().equals(source))
              .findFirst());
    }
  }

  private static MountFiles.Found find(
      CopyOrigin origin, String source, Rootfs rootfs, Places places) throws IOException {
    return switch (origin) {
      case CopyOrigin.FromContext(String name) ->
          places
              .files()
              .selected(
                  CopySelection.at(
                      places.contexts().open(name),
                      name.isEmpty() ? "the build context" : "the context `" + name + "`",
                      source));
      case CopyOrigin.FromStep _ -> places.files().of(rootfs, source, "the files that it mounts");
    };
  }
}
