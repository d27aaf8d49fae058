package io.jbuild.core.plan;

import io.jbuild.core.image.ContainerConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Prints a plan for people: what {@code jbuild plan} shows. Steps are numbered in the order of the
 * Dockerfile; {@code on #1} is what a step stands on.
 */
public final class PlanText {
  private final StringBuilder out = new StringBuilder();
  private final Map<Step, Integer> numbers = new HashMap<>();

  private PlanText() {}

  /** Plans of several platforms one after the other; a step that they share has one number. */
  public static String print(List<Plan> plans) {
    var text = new PlanText();
    for (Plan plan : plans) {
      if (!text.out.isEmpty()) {
        text.line("");
      }
      text.plan(plan);
    }
    return text.out.toString();
  }

  /** The plan as text; ends in a line feed. */
  public static String print(Plan plan) {
    return print(List.of(plan));
  }

  private void plan(Plan plan) {
    line("image for " + plan.platform());
    plan.sourceDateEpoch().ifPresent(time -> line("source date epoch " + time));
    steps(plan);
    config(plan);
    history(plan);
  }

  private void steps(Plan plan) {
    line("");
    line("steps");
    Set<Step> above = Set.copyOf(numbers.keySet());
    for (PlannedStep planned : plan.steps()) {
      numbers.putIfAbsent(planned.step(), numbers.size() + 1);
    }
    for (PlannedStep planned : plan.steps()) {
      if (above.contains(planned.step())) {
        line("  " + name(planned.step()) + " as above");
        continue;
      }
      line("  " + name(planned.step()) + " " + oneLine(planned.title()));
      for (String detail : details(planned.step())) {
        line("     " + oneLine(detail));
      }
    }
    line("  the image is " + name(plan.target()));
  }

  private List<String> details(Step step) {
    return switch (step) {
      case Step.Scratch _ -> List.of();
      case Step.PullImage pull -> List.of("image " + pull.image().manifest().digest());
      case Step.MakeDirectory make ->
          List.of("on " + name(make.base()) + owner(make.user()) + ": directory " + make.path());
      case Step.CopyFiles copy -> copy(copy);
      case Step.FetchUrl fetch ->
          fetch.checksum().map(sum -> List.of("checksum " + sum)).orElse(List.of());
      case Step.FetchGit fetch -> git(fetch);
      case Step.RunCommand run -> run(run);
    };
  }

  private List<String> copy(Step.CopyFiles copy) {
    var details = new ArrayList<String>();
    details.add(
        "on "
            + name(copy.base())
            + ", from "
            + origin(copy.origin())
            + " to "
            + copy.destination());
    for (CopySource source : copy.sources()) {
      details.add(
          switch (source) {
            case CopySource.Pattern(String pattern) -> "source " + pattern;
            case CopySource.Fetched(Step fetch) -> "source " + name(fetch);
            case CopySource.Inline(String name, String content) ->
                "source <<" + name + " (" + content.length() + " characters)";
          });
    }
    CopyFlags flags = copy.flags();
    flags.excludes().forEach(pattern -> details.add("without " + pattern));
    flags.owner().ifPresent(owner -> details.add("owner " + owner));
    flags.mode().ifPresent(mode -> details.add("mode " + StepIdentity.fields(copy).get("mode")));
    if (flags.parents()) {
      details.add("keeps parents");
    }
    if (flags.link()) {
      details.add("stands on nothing");
    }
    if (flags.unpackLocal()) {
      details.add("unpacks archives");
    }
    if (flags.unpackRemote()) {
      details.add("unpacks archives that are fetched");
    }
    return details;
  }

  private static List<String> git(Step.FetchGit fetch) {
    var details = new ArrayList<String>();
    String ref = fetch.address().ref();
    details.add(ref.isEmpty() ? "the default branch" : "ref " + ref);
    if (!fetch.address().subdir().isEmpty()) {
      details.add("folder " + fetch.address().subdir());
    }
    if (!fetch.checksum().isEmpty()) {
      details.add("commit " + fetch.checksum());
    }
    if (fetch.keepGitDir()) {
      details.add("keeps .git");
    }
    return details;
  }

  private List<String> run(Step.RunCommand run) {
    var details = new ArrayList<String>();
    details.add(
        "on "
            + name(run.base())
            + owner(run.user())
            + " in "
            + run.workingDirectory()
            + ", network "
            + run.confinement().networkMode()
            + (run.confinement().insecure() ? ", insecure" : "")
            + ", "
            + run.platform());
    details.add("command " + GoText.quotedList(run.arguments()));
    run.mounts().forEach(mount -> details.add("mount " + mount(mount)));
    if (!run.confinement().hosts().isEmpty()) {
      details.add("hosts " + String.join(" ", run.confinement().hosts()));
    }
    run.script()
        .ifPresent(
            file -> details.add("script " + file.path() + ": " + GoText.quote(file.content())));
    details.add("environment " + GoText.quotedList(run.environment()));
    return details;
  }

  private String mount(RunMount mount) {
    return switch (mount) {
      case RunMount.Bind bind ->
          bind.target()
              + ": "
              + bind.source()
              + " of "
              + origin(bind.origin())
              + (bind.writable() ? ", writes thrown away" : "");
      case RunMount.Cache cache ->
          cache.target()
              + ": cache "
              + cache.id()
              + (cache.namespace().isEmpty() ? "" : " of " + cache.namespace())
              + ", "
              + cache.sharing()
              + (cache.readOnly() ? ", read-only" : "")
              + (cache.source().equals("/") ? "" : ", its " + cache.source())
              + (cache.origin().equals(new CopyOrigin.FromStep(new Step.Scratch()))
                  ? ""
                  : ", begun with " + origin(cache.origin()))
              + cache.made().map(PlanText::access).orElse("");
      case RunMount.Tmpfs tmpfs ->
          tmpfs.target()
              + ": memory"
              + (tmpfs.bytes() == 0 ? "" : " of " + tmpfs.bytes() + " bytes")
              + (tmpfs.readOnly() ? ", read-only" : "");
      case RunMount.Secret secret ->
          secret.target().orElse("")
              + (secret.target().isPresent() && secret.variable().isPresent() ? " and " : "")
              + secret.variable().map(name -> "$" + name).orElse("")
              + ": secret "
              + secret.id()
              + (secret.required() ? ", required" : "")
              + access(secret.access());
      case RunMount.Ssh ssh ->
          ssh.target()
              + ": ssh agent "
              + ssh.id()
              + (ssh.required() ? ", required" : "")
              + access(ssh.access());
    };
  }

  private static String access(RunMount.Access access) {
    return ", mode %04o of %d:%d".formatted(access.mode(), access.uid(), access.gid());
  }

  private String origin(CopyOrigin origin) {
    return switch (origin) {
      case CopyOrigin.FromStep(Step step) -> name(step);
      case CopyOrigin.FromContext(String name) ->
          name.isEmpty() ? "the build context" : "the context `" + name + "`";
    };
  }

  private static String owner(String user) {
    return user.isEmpty() ? "" : " as " + user;
  }

  private String name(Step step) {
    return step instanceof Step.Scratch ? "scratch" : "#" + numbers.get(step);
  }

  private void config(Plan plan) {
    ContainerConfig config = plan.config().config();
    line("");
    line("config");
    field("author", plan.config().author());
    field("user", config.user());
    field("working directory", config.workingDir());
    config.entrypoint().ifPresent(words -> field("entrypoint", GoText.quotedList(words)));
    config.cmd().ifPresent(words -> field("cmd", GoText.quotedList(words)));
    config.env().forEach(variable -> field("env", variable));
    config.labels().forEach((key, value) -> field("label", key + "=" + value));
    config.exposedPorts().forEach(port -> field("port", port));
    config.volumes().forEach(path -> field("volume", path));
    field("stop signal", config.stopSignal());
    config.healthcheck().ifPresent(check -> field("healthcheck", GoText.healthcheck(check)));
    if (!config.shell().isEmpty()) {
      field("shell", GoText.quotedList(config.shell()));
    }
    config.onBuild().forEach(trigger -> field("onbuild", trigger));
  }

  private void field(String name, String value) {
    if (!value.isEmpty()) {
      line("  " + name + " " + oneLine(value));
    }
  }

  private void history(Plan plan) {
    line("");
    line("history");
    for (Plan.HistoryLine entry : plan.history()) {
      switch (entry) {
        case Plan.HistoryLine.Inherited(var base) -> line("  base  " + oneLine(base.createdBy()));
        case Plan.HistoryLine.Built(String createdBy, var step) ->
            line((step.isPresent() ? "  layer " : "  empty ") + oneLine(createdBy));
      }
    }
  }

  private static String oneLine(String text) {
    return text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
  }

  private void line(String text) {
    out.append(text.stripTrailing()).append('\n');
  }
}
