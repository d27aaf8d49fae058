package io.jbuild.cli;

import io.jbuild.core.build.BuildRequest;
import io.jbuild.core.export.OutputSpec;
import io.jbuild.core.image.Annotation;
import io.jbuild.core.image.ImageName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code --output} and {@code --push} amount to. */
final class OutputOptions {
  private OutputOptions() {}

  /**
   * The outputs, checked as far as that can be done before the build.
   *
   * @param names of the image, from {@code -t}
   */
  static List<OutputSpec> read(List<String> texts, boolean push, List<ImageName> names) {
    List<OutputSpec> specs = new ArrayList<>();
    for (String text : texts) {
      specs.add(read(text));
    }
    if (push) {
      specs.replaceAll(spec -> spec.type() == OutputSpec.Type.IMAGE ? spec.pushed() : spec);
      if (specs.stream().noneMatch(spec -> spec.type() == OutputSpec.Type.IMAGE)) {
        specs.add(OutputSpec.registry());
      }
    }
    for (OutputSpec spec : specs) {
      if (spec.push().wanted() && spec.names().isEmpty() && names.isEmpty()) {
        throw new UsageException(
            "nothing says where to push the image", "name it: `-t HOST/NAME:TAG`");
      }
    }
    checkStandardOutput(specs);
    return specs;
  }

  /** Refuses what an image of several platforms, or of one, cannot have. */
  static void check(BuildRequest request, boolean load) {
    boolean docker =
        load || request.outputs().stream().anyMatch(o -> o.type() == OutputSpec.Type.DOCKER);
    if (docker && request.givesIndex()) {
      throw new UsageException(
          "`" + (load ? "--load" : "type=docker") + "` takes an image of one platform",
          "choose one, or use `type=oci`");
    }
    List<Annotation> ofIndex = new ArrayList<>(request.annotations().needingIndex());
    request.outputs().forEach(output -> ofIndex.addAll(output.annotations().needingIndex()));
    if (!ofIndex.isEmpty() && !request.givesIndex()) {
      throw new UsageException(
          "the annotation `"
              + ofIndex.getFirst().place()
              + ":"
              + ofIndex.getFirst().key()
              + "` is one of an index, and an image of one platform has none",
          "annotate the `manifest`, or let `--build-arg BUILDKIT_MULTI_PLATFORM=1` make an index");
    }
  }

  private static OutputSpec read(String text) {
    try {
      OutputSpec spec = OutputSpec.parse(text);
      boolean file = spec.tar() && !spec.toStdout();
      spec.dest()
          .filter(dest -> file)
          .ifPresent(dest -> BuildCommand.requireFolder("-o " + text, Path.of(dest)));
      return spec;
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), "see `jbuild build --help`");
    }
  }

  private static void checkStandardOutput(List<OutputSpec> specs) {
    long toStdout = specs.stream().filter(OutputSpec::toStdout).count();
    if (toStdout > 0 && Caller.standardOutputIsTerminal()) {
      throw new UsageException(
          "the output would go to the terminal", "add `dest=FILE`, or redirect standard output");
    }
    if (toStdout > 1) {
      throw new UsageException("two outputs go to standard output", "give one of them a `dest`");
    }
  }
}
