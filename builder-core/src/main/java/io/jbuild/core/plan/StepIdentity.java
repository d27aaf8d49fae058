package io.jbuild.core.plan;

import io.jbuild.cache.Checksum;
import io.jbuild.cache.Digest;
import io.jbuild.core.image.Platform;
import io.jbuild.grammar.GitAddress;
import io.jbuild.grammar.ModeChange;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What identifies a step: its kind and its fields by name. The same fields, with the content of
 * what the step reads, make its cache key (decision 3 of the design), and are kept beside the
 * result so that a rebuild can be explained.
 *
 * <p>Lists get one field per element, numbered so that their order is that of the map.
 */
public final class StepIdentity {
  static final SortedMap<String, String> NO_FIELDS = Collections.emptySortedMap();

  private StepIdentity() {}

  /**
   * The kind of a step: {@code scratch}, {@code image}, {@code run}, {@code copy}, {@code url},
   * {@code git}, {@code mkdir}.
   */
  public static String kind(Step step) {
    return switch (step) {
      case Step.Scratch _ -> "scratch";
      case Step.PullImage _ -> "image";
      case Step.RunCommand _ -> "run";
      case Step.CopyFiles _ -> "copy";
      case Step.FetchUrl _ -> "url";
      case Step.FetchGit _ -> "git";
      case Step.MakeDirectory _ -> "mkdir";
    };
  }

  /**
   * The fields of a step without its inputs: deterministic, and free of secrets, of undeclared
   * proxy variables, of names of images and of positions.
   */
  public static SortedMap<String, String> fields(Step step) {
    return switch (step) {
      case Step.Scratch _ -> NO_FIELDS;
      case Step.PullImage pull -> pullFields(pull.image());
      case Step.RunCommand run ->
          runFields(
              run.platform(),
              run.arguments(),
              run.environment(),
              run.user(),
              run.workingDirectory(),
              run.confinement(),
              run.mounts(),
              run.script());
      case Step.CopyFiles copy ->
          copyFields(copy.origin(), copy.sources(), copy.destination(), copy.flags());
      case Step.FetchUrl fetch -> urlFields(fetch.url(), fetch.checksum());
      case Step.FetchGit fetch -> gitFields(fetch.address(), fetch.checksum(), fetch.keepGitDir());
      case Step.MakeDirectory make -> makeDirectoryFields(make.path(), make.user());
    };
  }

  static SortedMap<String, String> pullFields(PinnedImage image) {
    var fields = new TreeMap<String, String>();
    fields.put("manifest", image.manifest().digest().toString());
    return fields;
  }

  static SortedMap<String, String> runFields(
      Platform platform,
      List<String> arguments,
      List<String> environment,
      String user,
      String workingDirectory,
      Step.Confinement confinement,
      List<RunMount> mounts,
      Optional<Step.InlineFile> script) {
    var fields = new TreeMap<String, String>();
    fields.put("platform", platform.toString());
    putAll(fields, "argument", arguments);
    putAll(fields, "environment", environment);
    fields.put("user", user);
    fields.put("working-directory", workingDirectory);
    fields.put("network", confinement.networkMode());
    fields.put("hostname", confinement.hostname());
    if (confinement.insecure()) {
      fields.put("security", "insecure");
    }
    putAll(fields, "host", confinement.hosts());
    RunMountFields.put(fields, mounts);
    script.ifPresent(
        file -> {
          fields.put("script.content", file.content());
          fields.put("script.mode", Integer.toOctalString(file.mode()));
          fields.put("script.path", file.path());
        });
    return fields;
  }

  static SortedMap<String, String> copyFields(
      CopyOrigin origin, List<CopySource> sources, String destination, CopyFlags flags) {
    var fields = new TreeMap<String, String>();
    switch (origin) {
      case CopyOrigin.FromContext(String name) ->
          fields.put("origin", name.isEmpty() ? "context" : "context " + name);
      case CopyOrigin.FromStep _ -> fields.put("origin", "step");
    }
    int number = 0;
    for (CopySource source : sources) {
      String name = numbered("source", ++number);
      switch (source) {
        case CopySource.Pattern(String pattern) -> fields.put(name + ".pattern", pattern);
        case CopySource.Fetched(Step fetch) -> fields.put(name + ".fetched", kind(fetch));
        case CopySource.Inline(String file, String content) -> {
          fields.put(name + ".content", content);
          fields.put(name + ".name", file);
        }
      }
    }
    fields.put("destination", destination);
    fields.put("unpack", Boolean.toString(flags.unpackLocal()));
    if (flags.unpackRemote()) {
      fields.put("unpack-remote", "true");
    }
    if (flags.link()) {
      fields.put("link", "true");
    }
    if (flags.parents()) {
      fields.put("parents", "true");
    }
    putAll(fields, "exclude", flags.excludes());
    flags.owner().ifPresent(value -> fields.put("owner", value));
    flags.mode().ifPresent(value -> fields.put("mode", mode(value)));
    return fields;
  }

  private static String mode(ModeChange change) {
    return change.absolute().isPresent()
        ? Integer.toOctalString(change.absolute().getAsInt())
        : change.toString();
  }

  static SortedMap<String, String> urlFields(String url, Optional<Checksum> checksum) {
    var fields = new TreeMap<String, String>();
    fields.put("url", url);
    checksum.ifPresent(value -> fields.put("checksum", value.text()));
    return fields;
  }

  static SortedMap<String, String> gitFields(
      GitAddress address, String checksum, boolean keepGitDir) {
    var fields = new TreeMap<String, String>();
    fields.put("remote", address.remote());
    fields.put("ref", address.ref());
    fields.put("subdir", address.subdir());
    fields.put("submodules", Boolean.toString(address.submodules().orElse(true)));
    fields.put("checksum", checksum);
    fields.put("keep-git-dir", Boolean.toString(keepGitDir));
    return fields;
  }

  static SortedMap<String, String> makeDirectoryFields(String path, String user) {
    var fields = new TreeMap<String, String>();
    fields.put("path", path);
    fields.put("user", user);
    return fields;
  }

  /** The digest over a kind, fields and the identities of inputs, each with its length in front. */
  static Digest of(String kind, SortedMap<String, String> fields, List<Step> inputs) {
    var text = new StringBuilder();
    append(text, kind);
    fields.forEach(
        (name, value) -> {
          append(text, name);
          append(text, value);
        });
    text.append('|');
    for (Step input : inputs) {
      append(text, input.identity().toString());
    }
    return Digest.of(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** A step in a few words; the steps it stands on are not in it. */
  static String describe(Step step) {
    return kind(step) + " " + step.identity().hex().substring(0, 12) + " " + fields(step);
  }

  private static void append(StringBuilder text, String value) {
    text.append(value.length()).append(':').append(value);
  }

  private static void putAll(SortedMap<String, String> fields, String name, List<String> values) {
    int number = 0;
    for (String value : values) {
      fields.put(numbered(name, ++number), value);
    }
  }

  /** Four digits at least, so that the order of the names is that of the numbers. */
  static String numbered(String name, int number) {
    String digits = Integer.toString(number);
    return name + "." + "0".repeat(Math.max(0, 4 - digits.length())) + digits;
  }
}
