package io.jbuild.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Builds one case in a folder of its own, with a store of its own. */
final class CaseRun {
  private static final Pattern UNSUPPORTED =
      Pattern.compile("error: (.*?) is not supported yet|[Uu]nknown options?: '(--[a-z-]+)");

  private final RecordedCase recorded;
  private final Bases bases;
  private final Failures failures;
  private final Launcher launcher;
  private final ContextFiles.Owner owner;
  private final Path folder;
  private final ContextFiles context;

  CaseRun(
      RecordedCase recorded,
      Bases bases,
      Failures failures,
      Launcher launcher,
      ContextFiles.Owner owner,
      Path folder) {
    this.recorded = recorded;
    this.bases = bases;
    this.failures = failures;
    this.launcher = launcher;
    this.owner = owner;
    this.folder = folder;
    this.context = new ContextFiles(folder.resolve("context"), owner);
  }

  /** How one build ended; what it built when it did. */
  private record Built(Launcher.Outcome outcome, Optional<OciArchive> image) {}

  Verdict run() throws IOException, InterruptedException {
    List<String> unknown = KnownFields.unknownIn(recorded.json());
    if (!unknown.isEmpty()) {
      return new Verdict.Wrong(List.of("the runner does not know " + String.join(", ", unknown)));
    }
    if (launcher.isOrdinaryUser()) {
      Optional<String> root = recorded.rootNeededFor();
      if (root.isPresent()) {
        return new Verdict.Impossible(root.get());
      }
    }
    bases.copyStore(folder.resolve("store"));
    Optional<GitRepository> git =
        recorded.json().has("git")
            ? Optional.of(GitRepository.make(recorded.json().get("git"), folder.resolve("served")))
            : Optional.empty();
    try (var server = new FileServer(recorded.json().path("http"), git)) {
      return run(server.address());
    } finally {
      launcher.removeStore(folder.resolve("store"), folder.resolve("log"));
    }
  }

  private Verdict run(String address) throws IOException, InterruptedException {
    context.create();
    context.write(recorded.json().path("context"));
    if (recorded.json().has("dockerfile")) {
      dockerfile(recorded.json().get("dockerfile"), address);
    }
    context.setTimes();
    for (var named : recorded.build().path("contexts").properties()) {
      Path place = Files.createDirectories(folder.resolve("contexts").resolve(named.getKey()));
      var files = new ContextFiles(place, owner);
      files.write(named.getValue());
      files.setTimes();
    }
    Built built = build(recorded.build(), List.of());
    Optional<Verdict> refused = refused(built.outcome());
    if (refused.isPresent()) {
      return refused.get();
    }
    List<String> differences = new ArrayList<>(compare(built, address));
    if (differences.isEmpty()) {
      differences.addAll(steps(built, address));
    }
    return differences.isEmpty() ? new Verdict.Passed() : new Verdict.Wrong(differences);
  }

  private void dockerfile(JsonNode text, String address) throws IOException {
    context.writeText(
        recorded.dockerfileName(),
        text.asText().replace("{{HTTP}}", address).replace("{{GIT}}", address + "/git"));
  }

  private List<String> compare(Built built, String address) throws IOException {
    Launcher.Outcome outcome = built.outcome();
    if (recorded.fails()) {
      return failures.problems(recorded, outcome);
    }
    if (built.image().isEmpty()) {
      return List.of("ended with " + outcome.exitCode() + ": " + outcome.output().strip());
    }
    Optional<StandIn> base = bases.find(recorded.expect().path("final_base").asText("scratch"));
    return new Comparison(recorded, base, address).of(built.image().get());
  }

  private static Optional<Verdict> refused(Launcher.Outcome outcome) {
    Matcher matcher = UNSUPPORTED.matcher(outcome.output());
    if (outcome.exitCode() == 0 || !matcher.find()) {
      return Optional.empty();
    }
    String what = matcher.group(1) == null ? "`" + matcher.group(2) + "`" : matcher.group(1);
    return Optional.of(new Verdict.Deferred(what.replaceAll("`[a-z]+://.*`", "`URL`")));
  }

  private Built build(JsonNode build, List<String> more) throws IOException, InterruptedException {
    Path image = folder.resolve("image.tar");
    Files.deleteIfExists(image);
    List<String> arguments = new ArrayList<>(List.of("build", "--progress", "plain"));
    arguments.addAll(List.of("--root", folder.resolve("store").toString()));
    boolean rewrite = build.path("rewrite_timestamp").asBoolean();
    arguments.addAll(
        List.of("-o", "type=oci,dest=" + image + (rewrite ? ",rewrite-timestamp=true" : "")));
    if (build.has("file")) {
      arguments.addAll(
          List.of("-f", folder.resolve("context").resolve(build.get("file").asText()).toString()));
    }
    arguments.addAll(BuildArguments.of(build, folder.resolve("contexts"), folder));
    arguments.addAll(more);
    arguments.add(folder.resolve("context").toString());
    Launcher.Outcome outcome = launcher.run(arguments, folder.resolve("log"));
    return new Built(
        outcome, outcome.exitCode() == 0 ? Optional.of(OciArchive.read(image)) : Optional.empty());
  }

  private static String content(Map<String, FileState> files, String path) throws IOException {
    FileState file = files.get(path);
    if (file == null) {
      throw new IOException("the image has no " + path);
    }
    return file.sha256();
  }

  /** Builds again after each recorded change; random files tell what ran again. */
  private List<String> steps(Built first, String address) throws IOException, InterruptedException {
    List<String> differences = new ArrayList<>();
    Built before = first;
    ObjectNode build = RecordedCase.JSON.createObjectNode();
    recorded.build().properties().forEach(field -> build.set(field.getKey(), field.getValue()));
    int number = 0;
    for (JsonNode step : recorded.json().path("steps")) {
      number++;
      context.write(step.path("context"));
      if (step.has("dockerfile")) {
        dockerfile(step.get("dockerfile"), address);
      }
      context.setTimes();
      step.path("build").properties().forEach(field -> build.set(field.getKey(), field.getValue()));
      Built now = build(build, BuildArguments.noCache(step.path("no_cache")));
      if (now.image().isEmpty()) {
        differences.add("step " + number + " failed: " + now.outcome().output().strip());
        return differences;
      }
      Map<String, FileState> old = before.image().orElseThrow().above(0).files();
      Map<String, FileState> fresh = now.image().get().above(0).files();
      for (String path : RecordedCase.strings(step.path("same"))) {
        if (!content(fresh, path).equals(content(old, path))) {
          differences.add("step " + number + ": " + path + " was made again");
        }
      }
      for (String path : RecordedCase.strings(step.path("changed"))) {
        if (content(fresh, path).equals(content(old, path))) {
          differences.add("step " + number + ": " + path + " was not made again");
        }
      }
      before = now;
    }
    return differences;
  }
}
