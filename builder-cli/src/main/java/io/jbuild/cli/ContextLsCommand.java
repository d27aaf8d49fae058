package io.jbuild.cli;

import io.jbuild.core.build.ContextUse;
import io.jbuild.core.build.LocalDockerfile;
import io.jbuild.core.context.ContextListing;
import io.jbuild.core.context.IgnoreRules;
import io.jbuild.core.plan.BuildFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code jbuild context ls}: the files of a context, which instructions take them, and which rule
 * leaves out which.
 */
@Command(
    name = "ls",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Lists what a build sees of a folder, which instructions of the Dockerfile take it, and"
            + " what the ignore file leaves out.")
final class ContextLsCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "DIR",
      description = "The context (default: .).")
  private Path folder = Path.of(".");

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description =
          "The Dockerfile (default: DIR/Dockerfile); FILE.dockerignore counts where there is one.")
  private Path file;

  @Option(names = "--target", paramLabel = "STAGE", description = "What this stage needs.")
  private String target;

  @Option(
      names = "--build-arg",
      paramLabel = "NAME[=VALUE]",
      description = "Value of an ARG that a COPY or ADD uses.")
  private List<String> buildArgs = new ArrayList<>();

  @Option(
      names = "--unused",
      description = "What a build sees and no instruction takes, alone: names for .dockerignore.")
  private boolean unused;

  @Option(names = "--included", description = "What a build sees, alone.")
  private boolean included;

  @Option(names = "--excluded", description = "What is left out, alone.")
  private boolean excluded;

  @Mixin private StoreOption store;

  @Option(names = "--format", paramLabel = "text|json", description = "Default: text.")
  private String format = "text";

  @Override
  public Integer call() throws IOException {
    if (!List.of("text", "json").contains(format)) {
      throw new UsageException("there is no format `" + format + "`", "allowed: `text`, `json`");
    }
    Path dockerfile = file == null ? folder.resolve("Dockerfile") : file;
    IgnoreRules rules = IgnoreRules.load(folder, Optional.of(dockerfile));
    List<ContextListing.Row> rows = ContextListing.of(folder, rules).rows();
    ContextUse use = use(dockerfile, rules);
    List<ContextListing.Row> seen =
        rows.stream()
            .filter(row -> row.excludedBy().isEmpty())
            .filter(row -> !unused || use.of(row.path()).isEmpty())
            .toList();
    List<ContextListing.Row> left =
        rows.stream().filter(row -> row.excludedBy().isPresent()).toList();
    boolean all = included == excluded && !unused;
    var printed =
        new ContextText(
            use, all || included || unused ? seen : List.of(), all || excluded ? left : List.of());
    if (format.equals("json")) {
      System.out.println(printed.json());
    } else {
      use.notes().forEach(note -> System.err.println("jbuild: warning: " + note));
      printed.print(System.out);
      System.out.println(
          ContextText.total(unused ? "taken by nothing" : "a build sees", seen)
              + (unused ? "" : "; " + ContextText.total("left out", left)));
    }
    return 0;
  }

  /** A Dockerfile with a mistake tells nothing, but the rules hold all the same. */
  private ContextUse use(Path dockerfile, IgnoreRules rules) throws IOException {
    if (!Files.exists(dockerfile)) {
      return new ContextUse(
          Map.of(), List.of("there is no `" + dockerfile + "`, so nothing tells what it takes"));
    }
    var images = new KnownImages(Map.of(), store.root());
    try {
      return ContextUse.find(
          folder,
          rules,
          LocalDockerfile.read(dockerfile),
          Optional.ofNullable(target),
          BuildOptions.buildArgs(buildArgs),
          images::config);
    } catch (BuildFailure e) {
      String reason = e.diagnostics().getFirst().message();
      return new ContextUse(Map.of(), List.of("what instructions take cannot be told: " + reason));
    }
  }
}
