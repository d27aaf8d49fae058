package io.jbuild.core.sandbox;

import io.jbuild.core.sandbox.Isolation.Limit;
import io.jbuild.core.sandbox.Isolation.NetworkMode;
import io.jbuild.core.sandbox.Isolation.SecurityMode;
import java.nio.file.Path;

/** A run as the operation list of {@code jbuild-sandbox run}. The helper's run.c has the table. */
final class RunProtocol {
  private static final String SHM = "/dev/shm";

  private RunProtocol() {}

  static byte[] encode(RunSpec spec, MappingMode mode, Containment containment)
      throws SandboxException {
    var operations = new Operations();
    if (spec.controlGroup().isPresent()) {
      operations.add("cgroup", Operations.text(spec.controlGroup().get()));
    }
    if (spec.emulation().isPresent()) {
      Emulation emulation = spec.emulation().get();
      operations.addRaw(
          emulation.probe(),
          "emulator",
          emulation.registration(),
          emulation.maybeNative() ? "native" : "foreign",
          emulation.platform(),
          emulation.emulator());
    }
    root(operations, spec.root());
    boolean chroot = containment == Containment.CHROOT;
    if (chroot) {
      operations.add("chroot");
    }
    boolean sandboxed = spec.isolation().security() == SecurityMode.SANDBOX;
    operations.add("proc");
    operations.add("sys", access(sandboxed));
    boolean ownShm = spec.mounts().stream().anyMatch(mount -> mount.target().equals(SHM));
    operations.add("dev", ownShm ? "" : Long.toString(spec.isolation().shmBytes()));
    if (sandboxed) {
      for (String path : MaskedPaths.HIDDEN) {
        operations.add("mask", path);
      }
      for (String path : MaskedPaths.READ_ONLY) {
        operations.add("readonly", path);
      }
    }
    for (Mount mount : spec.mounts()) {
      mount(operations, mount);
    }
    isolation(operations, spec.isolation());
    long capabilities = sandboxed ? Capabilities.DOCKER_DEFAULT : Capabilities.ALL;
    operations.add("caps", Long.toHexString(capabilities));
    // To load a filter takes a capability that a container does not have where this is needed.
    byte[] filter = chroot ? new byte[0] : Filters.of(sandboxed, mode);
    if (filter.length > 0) {
      operations.addRaw(filter, "seccomp");
    }
    command(operations, spec.command(), mode);
    operations.add("xattrs");
    return operations.toBytes();
  }

  private static void root(Operations operations, RunRoot root) throws SandboxException {
    switch (root) {
      case RootLayers layers -> {
        for (Path lower : layers.lowers()) {
          operations.add("lower", Operations.text(lower));
        }
        operations.add("upper", Operations.text(layers.upper()));
        operations.add("work", Operations.text(layers.work()));
      }
      case RootTree(Path tree) -> operations.add("tree", Operations.text(tree));
    }
  }

  private static void mount(Operations operations, Mount mount) throws SandboxException {
    switch (mount) {
      case Mount.Bind bind ->
          operations.add(
              "bind",
              Operations.text(bind.source()),
              bind.subpath(),
              bind.target(),
              access(bind.readOnly()));
      case Mount.Tmpfs tmpfs ->
          operations.add(
              "tmpfs",
              tmpfs.target(),
              tmpfs.bytes() == 0 ? "" : Long.toString(tmpfs.bytes()),
              "0" + Integer.toOctalString(tmpfs.mode()),
              access(tmpfs.readOnly()));
      case Mount.FileContent file ->
          operations.addRaw(
              file.content(),
              "file",
              file.target(),
              "0" + Integer.toOctalString(file.mode()),
              Long.toString(file.uid()),
              Long.toString(file.gid()),
              access(file.readOnly()));
      case Mount.Overlay overlay -> {
        for (Path lower : overlay.lowers()) {
          operations.add("layer", Operations.text(lower));
        }
        operations.add(
            "overlay",
            overlay.target(),
            overlay.subpath(),
            overlay.changes().map(changes -> Operations.text(changes.upper())).orElse(""),
            overlay.changes().map(changes -> Operations.text(changes.work())).orElse(""),
            access(overlay.changes().isEmpty()),
            overlay.directory() ? "folder" : "file");
      }
    }
  }

  private static String access(boolean readOnly) {
    return readOnly ? "ro" : "rw";
  }

  private static void isolation(Operations operations, Isolation isolation)
      throws SandboxException {
    operations.add("hostname", isolation.hostname());
    if (isolation.network() == NetworkMode.NONE) {
      operations.add("network", "none");
    }
    for (Limit limit : isolation.limits()) {
      operations.add(
          "rlimit", limit.name(), Long.toString(limit.soft()), Long.toString(limit.hard()));
    }
  }

  private static void command(Operations operations, RunCommand command, MappingMode mode)
      throws SandboxException {
    if (mode.keepsOwners()) {
      RunUser user = command.user();
      operations.add("user", Long.toString(user.uid()), Long.toString(user.gid()));
      for (long group : user.groups()) {
        operations.add("group", Long.toString(group));
      }
    } else {
      // Sandboxing its downloads by another user is what apt cannot do with one id.
      operations.addRaw(APT_AS_ROOT, "file", APT_CONFIG, "0644", "0", "0", "ro");
    }
    operations.add("cwd", command.cwd());
    for (String variable : command.env()) {
      operations.add("env", variable);
    }
    if (!mode.keepsOwners() && command.env().stream().noneMatch(v -> v.startsWith("APT_CONFIG="))) {
      operations.add("env", "APT_CONFIG=" + APT_CONFIG);
    }
    for (String argument : command.argv()) {
      operations.add("arg", argument);
    }
    byte[] stdin = command.stdin();
    if (stdin.length > 0) {
      operations.addRaw(stdin, "stdin");
    }
  }

  /** In /dev, which is a fresh tmpfs in every run: no stub can be left in the image. */
  private static final String APT_CONFIG = "/dev/.jbuild-apt.conf";

  private static final byte[] APT_AS_ROOT =
      "APT::Sandbox::User \"root\";\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
}
