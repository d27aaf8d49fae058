package io.jbuild.core.plan;

import io.jbuild.cache.Digest;
import io.jbuild.core.image.ContainerConfig;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.History;
import io.jbuild.core.image.ImageConfig;
import io.jbuild.core.image.Platform;
import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Parsed;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.Stage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Plans Dockerfiles of tests, with images made up from their names. */
final class Planning {
  static final Platform AMD64 = Platform.parse("linux/amd64");

  private final String dockerfile;
  private final Map<String, String> buildArgs = new LinkedHashMap<>();
  private final TreeMap<String, String> labels = new TreeMap<>();
  private final Map<String, PlanRequest.ContextKind> contexts = new LinkedHashMap<>();
  private final Map<String, ContainerConfig> images = new HashMap<>();
  private final Set<Entitlement> allowed = EnumSet.noneOf(Entitlement.class);
  private final TreeSet<String> hosts = new TreeSet<>();
  private String network = "default";
  private Platform platform = AMD64;
  private Platform buildPlatform = AMD64;
  private boolean severalPlatforms;
  private Optional<String> target = Optional.empty();
  private Optional<Stage> targetStage = Optional.empty();

  /** The rounds of {@code imagesNeeded} and what each asked for. */
  final List<List<String>> rounds = new ArrayList<>();

  private Planning(String dockerfile) {
    this.dockerfile = dockerfile;
  }

  static Planning of(String... lines) {
    return new Planning(String.join("\n", lines) + "\n");
  }

  static Planning ofText(String dockerfile) {
    return new Planning(dockerfile);
  }

  Planning buildArg(String name, String value) {
    buildArgs.put(name, value);
    return this;
  }

  Planning label(String name, String value) {
    labels.put(name, value);
    return this;
  }

  Planning context(String name, PlanRequest.ContextKind kind) {
    contexts.put(name, kind);
    return this;
  }

  Planning allow(Entitlement entitlement) {
    allowed.add(entitlement);
    return this;
  }

  Planning host(String name) {
    hosts.add(name);
    return this;
  }

  Planning network(String mode) {
    network = mode;
    return this;
  }

  Planning target(String name) {
    target = Optional.of(name);
    return this;
  }

  /** A stage as the target, one without a name too. */
  Planning target(Stage stage) {
    targetStage = Optional.of(stage);
    return this;
  }

  Planning platforms(String asked, String build) {
    platform = Platform.parse(asked);
    buildPlatform = Platform.parse(build);
    return this;
  }

  /** The build is for other platforms too. */
  Planning oneOfSeveral() {
    severalPlatforms = true;
    return this;
  }

  /** An image of this name has this config; others have one that sets PATH alone. */
  Planning image(String name, ContainerConfig config) {
    images.put(name, config);
    return this;
  }

  /** An image of this name has these triggers. */
  Planning triggers(String name, String... triggers) {
    return image(
        name,
        new ContainerConfig(
            "",
            ContainerConfig.EMPTY.exposedPorts(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            ContainerConfig.EMPTY.volumes(),
            "",
            ContainerConfig.EMPTY.labels(),
            "",
            Optional.empty(),
            List.of(triggers),
            List.of(),
            false));
  }

  static ContainerConfig withEnv(String... env) {
    ContainerConfig none = ContainerConfig.EMPTY;
    return new ContainerConfig(
        "",
        none.exposedPorts(),
        List.of(env),
        Optional.empty(),
        Optional.of(List.of("sh")),
        none.volumes(),
        "",
        none.labels(),
        "",
        Optional.empty(),
        List.of(),
        List.of(),
        false);
  }

  /** Parses, pins what is asked for, plans. Parse errors are answered as diagnostics. */
  PlanResult result() {
    Parsed parsed = DockerfileParser.parse(new Source("Dockerfile", dockerfile));
    if (parsed.hasErrors()) {
      return new PlanResult(Optional.empty(), parsed.diagnostics());
    }
    Dockerfile tree =
        targetStage.map(s -> upTo(parsed.dockerfile(), s.index())).orElse(parsed.dockerfile());
    var request =
        new PlanRequest(
            tree,
            buildArgs,
            platform,
            severalPlatforms,
            buildPlatform,
            target,
            labels,
            contexts,
            network,
            allowed,
            hosts);
    Map<BaseImages.Key, PinnedImage> pinned = new HashMap<>();
    NeededImages needed = Planner.imagesNeeded(request, BaseImages.NONE);
    while (!needed.requests().isEmpty()) {
      rounds.add(needed.requests().stream().map(ImageRequest::name).toList());
      for (ImageRequest image : needed.requests()) {
        pinned.put(
            new BaseImages.Key(image.name(), image.platform()),
            pinned(image.name(), image.platform()));
      }
      needed = Planner.imagesNeeded(request, new BaseImages(pinned));
    }
    return Planner.plan(request, new BaseImages(pinned));
  }

  private static Dockerfile upTo(Dockerfile whole, int index) {
    return new Dockerfile(
        whole.source(),
        whole.directives(),
        whole.globalArgs(),
        whole.stages().subList(0, index + 1),
        whole.strays(),
        whole.comments());
  }

  Plan plan() {
    PlanResult result = result();
    return result
        .plan()
        .orElseThrow(() -> new AssertionError("not planned: " + render(result.diagnostics())));
  }

  /** The only diagnostic of a Dockerfile that cannot be planned. */
  Diagnostic error() {
    PlanResult result = result();
    if (result.plan().isPresent() || result.diagnostics().size() != 1) {
      throw new AssertionError("expected one error: " + render(result.diagnostics()));
    }
    return result.diagnostics().getFirst();
  }

  static String render(List<Diagnostic> diagnostics) {
    var text = new StringBuilder();
    diagnostics.forEach(d -> text.append(d.render()));
    return text.toString();
  }

  private PinnedImage pinned(String name, Platform of) {
    ContainerConfig config = images.getOrDefault(name, withEnv("PATH=" + ConfigDraft.DEFAULT_PATH));
    return pinned(name, of, config);
  }

  static PinnedImage pinned(String name, Platform platform, ContainerConfig config) {
    byte[] bytes = (name + " " + platform + " " + config).getBytes(StandardCharsets.UTF_8);
    var history = List.of(new History(Optional.empty(), "base of " + name, "", "", false));
    var image =
        new ImageConfig(platform, Optional.empty(), "", config, List.of(Digest.of(bytes)), history);
    return new PinnedImage(
        name,
        platform,
        Descriptor.of("application/vnd.oci.image.manifest.v1+json", Digest.of(bytes), 1),
        List.of(Descriptor.of("application/vnd.oci.image.layer.v1.tar", Digest.of(bytes), 1)),
        image,
        new PinnedImage.Location.LocalStore());
  }

  /** The {@code created_by} of the lines that a plan adds. */
  static List<String> createdBy(Plan plan) {
    return plan.history().stream()
        .filter(Plan.HistoryLine.Built.class::isInstance)
        .map(line -> ((Plan.HistoryLine.Built) line).createdBy())
        .toList();
  }

  static Step.RunCommand lastRun(Plan plan) {
    return (Step.RunCommand)
        plan.steps().stream()
            .map(PlannedStep::step)
            .filter(Step.RunCommand.class::isInstance)
            .reduce((first, second) -> second)
            .orElseThrow();
  }

  static List<String> titles(Plan plan) {
    return plan.steps().stream().map(PlannedStep::title).toList();
  }
}
