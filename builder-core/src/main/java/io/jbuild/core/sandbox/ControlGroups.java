package io.jbuild.core.sandbox;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Makes control groups with limits, one for each run, in a group that was handed to this user.
 *
 * <p>A group that passes controllers on may hold no processes itself, so this process moves into a
 * group below its own first.
 */
public final class ControlGroups {
  private static final String DELEGATE =
      "start jbuild in a control group of its own: `systemd-run --user --scope -p Delegate=yes"
          + " jbuild …`, or leave the limit out";

  private final ResourceLimits limits;
  private final Path mount;
  private final Path own;
  private Path parent;
  private int made;

  /** In the hierarchy of this machine; nothing is looked at before the first group is needed. */
  public ControlGroups(ResourceLimits limits) {
    this(
        limits,
        limits.isNone() ? null : hierarchy(Path.of("/proc/self/mountinfo")).orElse(null),
        limits.isNone() ? null : group(Path.of("/proc/self/cgroup")));
  }

  /**
   * In a hierarchy.
   *
   * @param mount where it is; null: there is none
   * @param own the group of this process, from its root
   */
  ControlGroups(ResourceLimits limits, Path mount, Path own) {
    this.limits = limits;
    this.mount = mount;
    this.own = own;
  }

  /**
   * A group for one run; it goes when that has ended.
   *
   * @param path nothing for the group of this process
   */
  public record Group(Optional<Path> path) implements Closeable {
    @Override
    public void close() {
      try {
        if (path.isPresent()) {
          Files.deleteIfExists(path.get());
        }
      } catch (IOException e) {
        // The kernel has not let go of the last process yet; an empty group costs nothing.
        return;
      }
    }
  }

  /**
   * A new group with the limits; that of this process when there are none.
   *
   * @throws SandboxException when this machine cannot have them, naming what was asked for
   */
  public synchronized Group newGroup() throws IOException {
    if (limits.isNone()) {
      return new Group(Optional.empty());
    }
    if (parent == null) {
      parent = prepare();
    }
    Path group = parent.resolve("jbuild-" + ProcessHandle.current().pid() + "-" + ++made);
    try {
      Files.createDirectory(group);
    } catch (IOException e) {
      throw refused(options(), "no group can be made in `" + parent + "`");
    }
    for (ResourceLimits.Setting setting : limits.settings()) {
      try {
        write(group.resolve(setting.file()), setting.text());
      } catch (IOException e) {
        Files.deleteIfExists(group);
        throw refused(
            "`" + setting.option() + "`",
            "the kernel does not take `" + setting.text() + "` as " + setting.file());
      }
    }
    return new Group(Optional.of(group));
  }

  private Path prepare() throws IOException {
    if (mount == null) {
      throw refused(options(), "there is no cgroup v2 hierarchy with controllers");
    }
    boolean given = limits.parent().isPresent();
    Path group =
        given ? mount.resolve(limits.parent().get().replaceFirst("^/+", "")) : mount.resolve(own);
    if (!group.normalize().startsWith(mount) || !Files.isDirectory(group)) {
      throw refused(options(), "there is no control group `" + group + "`");
    }
    Set<String> needed =
        limits.settings().stream()
            .map(ResourceLimits.Setting::controller)
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> there = words(group.resolve("cgroup.controllers"));
    for (ResourceLimits.Setting setting : limits.settings()) {
      if (!there.contains(setting.controller())) {
        throw refused(
            "`" + setting.option() + "`",
            "the control group `" + group + "` has no `" + setting.controller() + "` controller");
      }
    }
    if (words(group.resolve("cgroup.subtree_control")).containsAll(needed)) {
      return group;
    }
    try {
      if (!given) {
        Path leaf = group.resolve("jbuild-" + ProcessHandle.current().pid());
        Files.createDirectory(leaf);
        write(leaf.resolve("cgroup.procs"), Long.toString(ProcessHandle.current().pid()));
      }
      write(
          group.resolve("cgroup.subtree_control"),
          needed.stream().map(name -> "+" + name).collect(Collectors.joining(" ")));
      return group;
    } catch (IOException e) {
      throw refused(
          options(),
          "the control group `" + group + "` is not this user's to divide, or others run in it");
    }
  }

  private String options() {
    return limits.settings().isEmpty()
        ? "`--cgroup-parent`"
        : limits.settings().stream()
            .map(setting -> "`" + setting.option() + "`")
            .distinct()
            .collect(Collectors.joining(", "));
  }

  private static SandboxException refused(String options, String why) {
    return new SandboxException("no-cgroup", options + " cannot be had here: " + why, DELEGATE);
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
  }

  private static List<String> words(Path file) throws IOException {
    return Files.exists(file)
        ? Arrays.asList(Files.readString(file).strip().split("\\s+"))
        : List.of();
  }

  /** Where the cgroup v2 hierarchy is mounted (proc_pid_mountinfo(5)). */
  private static Optional<Path> hierarchy(Path mounts) {
    try {
      return Files.readAllLines(mounts).stream()
          .filter(line -> line.contains(" - cgroup2 "))
          .map(line -> Path.of(line.split(" ")[4]))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The group of a process in that hierarchy (cgroups(7)). */
  private static Path group(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith("0::/"))
          .map(line -> Path.of(line.substring("0::/".length())))
          .findFirst()
          .orElse(Path.of(""));
    } catch (IOException e) {
      return Path.of("");
    }
  }
}
