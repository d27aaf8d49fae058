package io.jbuild.core.build;

import io.jbuild.core.compress.CompressedLayers;
import io.jbuild.core.compress.Compression;
import io.jbuild.core.export.ImageForm;
import io.jbuild.core.export.OutputSpec;
import io.jbuild.core.plan.Plan;
import io.jbuild.core.plan.Step;
import io.jbuild.core.solve.LayerFollower;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Has the layers that an image will be pushed or archived with compressed while they are written
 * and the steps after them run. Layers of stages that are only copied from are none of these.
 */
final class EarlyLayers {
  private EarlyLayers() {}

  /** Follows the steps that are part of an image, where an output has their layers compressed. */
  static LayerFollower of(List<OutputSpec> outputs, List<Plan> plans, CompressedLayers compressed) {
    Set<Compression> wanted = new HashSet<>();
    for (OutputSpec output : outputs) {
      if (output.rewriteTimestamp()) {
        // The layers that go out are others than those of the steps.
        return LayerFollower.NONE;
      }
      if (output.type() != OutputSpec.Type.IMAGE || output.push().wanted()) {
        compression(output.form()).ifPresent(wanted::add);
      }
    }
    if (wanted.isEmpty()) {
      return LayerFollower.NONE;
    }
    Set<Step> steps = new HashSet<>();
    plans.forEach(plan -> addImage(plan.target(), steps));
    return (step, layer) -> {
      if (steps.contains(step)) {
        for (Compression compression : wanted) {
          compressed.begin(layer, compression);
        }
      }
    };
  }

  private static Optional<Compression> compression(ImageForm form) {
    return form.compression().filter(each -> each.kind() != Compression.Kind.UNCOMPRESSED);
  }

  /** A step and those whose layers are below its own. */
  private static void addImage(Step target, Set<Step> steps) {
    Step step = target;
    while (steps.add(step) && !step.inputs().isEmpty()) {
      step = step.inputs().getFirst();
    }
  }
}
