package io.jbuild.cli;

import io.jbuild.cli.call.CallJson;
import io.jbuild.cli.call.OutlineText;
import io.jbuild.cli.check.CheckReport;
import io.jbuild.cli.check.CheckRun;
import io.jbuild.cli.check.ContextRules;
import io.jbuild.cli.check.ReportFormats;
import io.jbuild.core.build.BuildRequest;
import io.jbuild.core.build.LocalDockerfile;
import io.jbuild.core.image.Platform;
import io.jbuild.core.plan.BuildFailure;
import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Parsed;
import io.jbuild.grammar.Severity;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.Suggestion;
import io.jbuild.grammar.check.Finding;
import io.jbuild.grammar.check.RuleSettings;
import io.jbuild.grammar.lint.CheckSettings;
import io.jbuild.grammar.outline.Outline;
import io.jbuild.grammar.outline.OutlineReader;
import io.jbuild.grammar.outline.StageGraph;
import io.jbuild.grammar.outline.Target;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code build --call}: tells of a build instead of doing it. Fetches nothing, writes nothing. */
final class BuildCall {
  private final BuildRequest request;
  private final Path store;
  private LocalDockerfile dockerfile;

  BuildCall(BuildRequest request, Path store) {
    this.request = request;
    this.store = store;
  }

  /** Answers on standard output; the exit code. */
  int run(CallSpec spec) throws IOException, BuildFailure {
    dockerfile = LocalDockerfile.of(request, System.in);
    Parsed parsed = DockerfileParser.parse(dockerfile.text());
    OutputStream out = new BufferedOutputStream(System.out);
    int code = spec.method() == CallSpec.Method.CHECK ? check(parsed, spec, out) : 0;
    if (spec.method() != CallSpec.Method.CHECK) {
      List<Diagnostic> errors =
          parsed.diagnostics().stream().filter(d -> d.severity() == Severity.ERROR).toList();
      if (!errors.isEmpty()) {
        throw new BuildFailure(errors);
      }
      tell(parsed, spec, out);
    }
    out.flush();
    return code;
  }

  private void tell(Parsed parsed, CallSpec spec, OutputStream out) throws IOException {
    Source source = parsed.dockerfile().source();
    if (spec.method() == CallSpec.Method.TARGETS) {
      List<Target> targets = Target.of(parsed.dockerfile());
      if (spec.json()) {
        CallJson.write(targets, source, out);
      } else {
        out.write(OutlineText.of(targets).getBytes(StandardCharsets.UTF_8));
      }
      return;
    }
    requireTarget(parsed);
    Outline outline = OutlineReader.read(parsed.dockerfile(), settings());
    if (spec.json()) {
      CallJson.write(outline, source, out);
    } else {
      out.write(OutlineText.of(outline).getBytes(StandardCharsets.UTF_8));
    }
  }

  private void requireTarget(Parsed parsed) {
    StageGraph graph = StageGraph.of(parsed.dockerfile(), Map.of());
    String target = request.target().orElse("");
    if (!target.isEmpty() && graph.find(target).isEmpty()) {
      throw new UsageException(
          "`--target`: there is no stage `" + target + "` in the Dockerfile",
          Suggestion.nearest(target, graph.names())
              .map(near -> "did you mean `" + near + "`?")
              .orElse("`--call=targets` lists the stages"));
    }
  }

  private int check(Parsed parsed, CallSpec spec, OutputStream out) throws IOException {
    Source source = parsed.dockerfile().source();
    RuleSettings rules =
        ContextRules.load(dockerfile.path(), Optional.of(dockerfile.folder()))
            .into(
                RuleSettings.DEFAULTS
                    .withBuild(settings())
                    .withConfiguration(RuleConfiguration.load(Optional.empty()).rules()));
    CheckRun run =
        CheckRun.of(
            List.of(new CheckRun.Input(source, rules)),
            RuleOptions.shellCheck(rules.sets(), false));
    run.notes().forEach(note -> System.err.println("jbuild: note: " + note));
    List<Finding> found = run.findings();
    if (spec.json()) {
      CallJson.writeFindings(found, source, out);
    } else {
      ReportFormats.named("text", Colour.allowed(), Version.number())
          .orElseThrow()
          .write(new CheckReport(List.of(source.name()), found), out);
    }
    return found.isEmpty() || spec.ignoreStatus() ? 0 : Failures.BUILD_FAILED;
  }

  private CheckSettings settings() {
    return new CheckSettings(
        request.target(),
        request.buildArgs(),
        Platform.host().toString(),
        request.platforms().getFirst().toString(),
        new KnownImages(request.namedContexts(), store)::find,
        Optional.empty());
  }
}
