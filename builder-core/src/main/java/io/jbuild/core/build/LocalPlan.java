package io.jbuild.core.build;

import io.jbuild.cache.Digest;
import io.jbuild.core.image.ContainerConfig;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageConfig;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.image.Platform;
import io.jbuild.core.plan.BaseImages;
import io.jbuild.core.plan.BuildFailure;
import io.jbuild.core.plan.Entitlement;
import io.jbuild.core.plan.ImageRequest;
import io.jbuild.core.plan.NeededImages;
import io.jbuild.core.plan.PinnedImage;
import io.jbuild.core.plan.Plan;
import io.jbuild.core.plan.PlanRequest;
import io.jbuild.core.plan.PlanResult;
import io.jbuild.core.plan.Planner;
import io.jbuild.core.store.ImageContent;
import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.Parsed;
import io.jbuild.grammar.Severity;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * The plan of a Dockerfile for this machine's platform with the images that are at hand: no
 * registry is asked. An image that is not stands for one without variables, ONBUILD instructions
 * and files.
 *
 * @param missing names of the images that are not at hand, as the Dockerfile has them
 */
record LocalPlan(Plan plan, List<String> missing) {
  /** Images that are at hand. */
  @FunctionalInterface
  interface Images {
    Optional<PinnedImage> find(ImageRequest wanted);
  }

  LocalPlan {
    missing = List.copyOf(missing);
  }

  /**
   * Plans the stages that a target needs.
   *
   * @throws BuildFailure for mistakes in the Dockerfile
   */
  static LocalPlan of(
      Parsed parsed, Optional<String> target, Map<String, String> buildArgs, Images images)
      throws BuildFailure {
    List<Diagnostic> errors =
        parsed.diagnostics().stream().filter(d -> d.severity() == Severity.ERROR).toList();
    if (!errors.isEmpty()) {
      throw new BuildFailure(errors);
    }
    var request =
        new PlanRequest(
            parsed.dockerfile(),
            buildArgs,
            Platform.host(),
            false,
            Platform.host(),
            target,
            Collections.emptySortedMap(),
            Map.of(),
            "default",
            EnumSet.allOf(Entitlement.class),
            Collections.emptySortedSet());
    SequencedSet<String> missing = new LinkedHashSet<>();
    PlanResult planned = Planner.plan(request, bases(request, images, missing));
    return new LocalPlan(
        planned.plan().orElseThrow(() -> new BuildFailure(planned.diagnostics())),
        List.copyOf(missing));
  }

  private static BaseImages bases(PlanRequest request, Images images, SequencedSet<String> missing)
      throws BuildFailure {
    Map<BaseImages.Key, PinnedImage> pinned = new HashMap<>();
    while (true) {
      NeededImages needed = Planner.imagesNeeded(request, new BaseImages(pinned));
      if (needed.requests().isEmpty()) {
        return new BaseImages(pinned);
      }
      for (ImageRequest wanted : needed.requests()) {
        Optional<PinnedImage> here = images.find(wanted);
        if (here.isEmpty()) {
          missing.add(wanted.name());
        }
        pinned.put(
            new BaseImages.Key(wanted.name(), wanted.platform()),
            here.orElseGet(() -> standIn(wanted, empty(wanted.platform()))));
      }
    }
  }

  private static ImageConfig empty(Platform platform) {
    return new ImageConfig(
        platform, Optional.empty(), "", ContainerConfig.EMPTY, List.of(), List.of());
  }

  static PinnedImage pinned(ImageRequest wanted, ImageContent content) {
    return new PinnedImage(
        wanted.name(),
        wanted.platform(),
        content.descriptor(),
        content.manifest().layers(),
        content.config(),
        new PinnedImage.Location.LocalStore());
  }

  /** An image of which the config alone is known. */
  static PinnedImage standIn(ImageRequest wanted, ImageConfig config) {
    Digest digest = Digest.of(wanted.name().getBytes(StandardCharsets.UTF_8));
    return new PinnedImage(
        wanted.name(),
        wanted.platform(),
        Descriptor.of(MediaTypes.OCI_MANIFEST, digest, 0),
        List.of(),
        config,
        new PinnedImage.Location.LocalStore());
  }
}
