package io.jbuild.core.plan;

import io.jbuild.cache.Checksum;
import io.jbuild.cache.Digest;
import io.jbuild.core.image.Platform;
import io.jbuild.grammar.GitAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One thing that makes or changes files; a node of the build graph. A step holds exactly what
 * counts for its result and nothing else (no position, no secret value, no time), so two equal
 * steps are one step, whatever platform or stage asked for them.
 *
 * <p>Equality is that of {@link #identity()}, a digest over the fields and the identities of the
 * inputs that is computed once, when the step is made: comparing and hashing cost the same however
 * deep the graph is. The last component of each record is that digest; what a caller hands to the
 * canonical constructor there is replaced, and the shorter constructor leaves it out.
 */
public sealed interface Step {
  /** The steps whose root filesystem this one reads; the one it stands on comes first. */
  List<Step> inputs();

  /** Names the step: equal for equal steps, in every plan and every run of jbuild. */
  Digest identity();

  /** The empty root filesystem, {@code FROM scratch}. */
  record Scratch(Digest identity) implements Step {
    public Scratch {
      identity = StepIdentity.of("scratch", StepIdentity.NO_FIELDS, List.of());
    }

    public Scratch() {
      this(null);
    }

    @Override
    public List<Step> inputs() {
      return List.of();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Scratch;
    }

    @Override
    public int hashCode() {
      return identity.hashCode();
    }

    @Override
    public String toString() {
      return StepIdentity.describe(this);
    }
  }

  /** The layers of a pinned image; the digest of its manifest is all that identifies it. */
  record PullImage(PinnedImage image, Digest identity) implements Step {
    public PullImage {
      identity = StepIdentity.of("image", StepIdentity.pullFields(image), List.of());
    }

    public PullImage(PinnedImage image) {
      this(image, null);
    }

    @Override
    public List<Step> inputs() {
      return List.of();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof PullImage that && identity.equals(that.identity);
    }

    @Override
    public int hashCode() {
      return identity.hashCode();
    }

    @Override
    public String toString() {
      return StepIdentity.describe(this);
    }
  }

  /**
   * A command in the sandbox.
   *
   * @param arguments what is executed, the shell included
   * @param environment {@code NAME=value} in order, each name once, as the command sees it
   * @param proxyEnvironment {@code NAME=value} of proxy variables that no ARG or ENV declares: the
   *     command sees them, but they are no part of the step's identity
   * @param user as USER has it, names unresolved; empty for root
   * @param workingDirectory absolute
   * @param confinement what it sees of the machine and may do there
   * @param mounts in the order written
   * @param script a here-document that is itself the program: mounted read-only for this command
   *     alone and left out of the layer
   */
  record RunCommand(
      Step base,
      Platform platform,
      List<String> arguments,
      List<String> environment,
      List<String> proxyEnvironment,
      String user,
      String workingDirectory,
      Confinement confinement,
      List<RunMount> mounts,
      Optional<InlineFile> script,
      Digest identity)
      implements Step {
    public RunCommand {
      arguments = List.copyOf(arguments);
      environment = List.copyOf(environment);
      proxyEnvironment = List.copyOf(proxyEnvironment);
      mounts = List.copyOf(mounts);
      identity =
          StepIdentity.of(
              "run",
              StepIdentity.runFields(
                  platform,
                  arguments,
                  environment,
                  user,
                  workingDirectory,
                  confinement,
                  mounts,
                  script),
              inputs(base, mounts));
    }

    public RunCommand(
        Step base,
        Platform platform,
        List<String> arguments,
        List<String> environment,
        List<String> proxyEnvironment,
        String user,
        String workingDirectory,
        Confinement confinement,
        List<RunMount> mounts,
        Optional<InlineFile> script) {
      this(
          base,
          platform,
          arguments,
          environment,
          proxyEnvironment,
          user,
          workingDirectory,
          confinement,
          mounts,
          script,
          null);
    }

    /** The base, then the steps that mounts read, one for each mount that reads one. */
    @Override
    public List<Step> inputs() {
      return inputs(base, mounts);
    }

    private static List<Step> inputs(Step base, List<RunMount> mounts) {
      return Stream.concat(Stream.of(base), RunMount.steps(mounts).stream()).toList();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof RunCommand that && identity.equals(that.identity);
    }

    @Override
    public int hashCode() {
      return identity.hashCode();
    }

    @Override
    public String toString() {
      return StepIdentity.describe(this);
    }
  }

  /**
   * What a RUN sees of the machine, and how much it may do.
   *
   * @param networkMode {@code default}, {@code none} or {@code host}
   * @param insecure whether it has all capabilities and no system call filter
   * @param hosts names that {@code /etc/hosts} has beside its own, without their addresses
   */
  record Confinement(String networkMode, boolean insecure, String hostname, List<String> hosts) {
    public Confinement {
      hosts = List.copyOf(hosts);
    }
  }

  /**
   * A file that a RUN gets mounted.
   *
   * @param path absolute
   * @param mode permission bits
   */
  record InlineFile(String path, String content, int mode) {}

  /**
   * COPY or ADD: all sources of one instruction.
   *
   * @param sources in the order written; here-documents come last
   * @param destination absolute; ends in {@code /} when the instruction says it is a directory
   */
  record CopyFiles(
      Step base,
      CopyOrigin origin,
      List<CopySource> sources,
      String destination,
      CopyFlags flags,
      Digest identity)
      implements Step {
    public CopyFiles {
      sources = List.copyOf(sources);
      identity =
          StepIdentity.of(
              "copy",
              StepIdentity.copyFields(origin, sources, destination, flags),
              inputs(base, origin, sources));
    }

    public CopyFiles(
        Step base,
        CopyOrigin origin,
        List<CopySource> sources,
        String destination,
        CopyFlags flags) {
      this(base, origin, sources, destination, flags, null);
    }

    @Override
    public List<Step> inputs() {
      return inputs(base, origin, sources);
    }

    private static List<Step> inputs(Step base, CopyOrigin origin, List<CopySource> sources) {
      List<Step> inputs = new ArrayList<>(List.of(base));
      if (origin instanceof CopyOrigin.FromStep(Step step)) {
        inputs.add(step);
      }
      for (CopySource source : sources) {
        if (source instanceof CopySource.Fetched(Step fetch)) {
          inputs.add(fetch);
        }
      }
      return List.copyOf(inputs);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof CopyFiles that && identity.equals(that.identity);
    }

    @Override
    public int hashCode() {
      return identity.hashCode();
    }

    @Override
    public String toString() {
      return StepIdentity.describe(this);
    }
  }

  /**
   * The file of a URL. It has no root filesystem; the COPY or ADD that reads it finds what it gave.
   *
   * @param checksum what the file must come to
   */
  record FetchUrl(String url, Optional<Checksum> checksum, Digest identity) implements Step {
    public FetchUrl {
      identity = StepIdentity.of("url", StepIdentity.urlFields(url, checksum), List.of());
    }

    public FetchUrl(String url, Optional<Checksum> checksum) {
      this(url, checksum, null);
    }

    @Override
    public List<Step> inputs() {
      return List.of();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof FetchUrl that && identity.equals(that.identity);
    }

    @Override
    public int hashCode() {
      return identity.hashCode();
    }

    @Override
    public String toString() {
      return StepIdentity.describe(this);
    }
  }

  /**
   * The files of a commit. Like {@link FetchUrl} it has no root filesystem.
   *
   * @param checksum the id of the commit or the beginning of it; empty when any will do
   */
  record FetchGit(GitAddress address, String checksum, boolean keepGitDir, Digest identity)
      implements Step {
    public FetchGit {
      identity =
          StepIdentity.of("git", StepIdentity.gitFields(address, checksum, keepGitDir), List.of());
    }

    public FetchGit(GitAddress address, String checksum, boolean keepGitDir) {
      this(address, checksum, keepGitDir, null);
    }

    @Override
    public List<Step> inputs() {
      return List.of();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof FetchGit that && identity.equals(that.identity);
    }

    @Override
    public int hashCode() {
      return identity.hashCode();
    }

    @Override
    public String toString() {
      return StepIdentity.describe(this);
    }
  }

  /**
   * WORKDIR: the directory and its missing parents, mode 0755; one layer even if all exist.
   *
   * @param path absolute, clean, never {@code /}
   * @param user as USER has it, names unresolved: who owns what is made; empty for root
   */
  record MakeDirectory(Step base, String path, String user, Digest identity) implements Step {
    public MakeDirectory {
      identity =
          StepIdentity.of("mkdir", StepIdentity.makeDirectoryFields(path, user), List.of(base));
    }

    public MakeDirectory(Step base, String path, String user) {
      this(base, path, user, null);
    }

    @Override
    public List<Step> inputs() {
      return List.of(base);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof MakeDirectory that && identity.equals(that.identity);
    }

    @Override
    public int hashCode() {
      return identity.hashCode();
    }

    @Override
    public String toString() {
      return StepIdentity.describe(this);
    }
  }
}
