package io.jbuild.cli;

import io.jbuild.core.export.OutputSpec;
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
