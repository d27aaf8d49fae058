package io.jbuild.core.solve;

import io.jbuild.cache.CacheFolder;
import io.jbuild.cache.CacheFolders;
import io.jbuild.cache.Digest;
import io.jbuild.core.plan.RunMount;
import io.jbuild.core.plan.StepPlace;
import io.jbuild.core.sandbox.Mount;
import io.jbuild.core.secret.AgentSocket;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The mounts of one command while it runs: caches taken into use, secrets read, sockets open. What
 * they need is given back at the end.
 */
final class RunMounts implements Closeable {
  private static final int MODE_OF_TMPFS = 01777;
  private static final int MODE_OF_CACHE = 0755;
  private static final int ALL_BUT_SETID = 0777;

  private final RunSurroundings surroundings;
  private final Layers layers;
  private final StepProgress progress;
  private final Path staged;
  private final List<Mount> mounts = new ArrayList<>();
  private final List<String> environment = new ArrayList<>();
  private final Map<String, byte[]> secrets = new LinkedHashMap<>();
  private final Map<Digest, CacheFolder> caches = new HashMap<>();
  private final Map<String, CopiedMount> copies = new HashMap<>();
  private final List<Closeable> open = new ArrayList<>();

  /**
   * A mount with the files that it reads.
   *
   * @param files of a bind, and what a cache begins with; nothing where there are none
   */
  record Prepared(RunMount mount, Optional<MountFiles.Found> files) {}

  private interface CopiedMount {
    Mount make() throws IOException;
  }

  private RunMounts(
      RunSurroundings surroundings, Layers layers, StepProgress progress, Path staged) {
    this.layers = layers;
    this.surroundings = surroundings;
    this.progress = progress;
    this.staged = staged;
  }

  /**
   * Makes all mounts ready, waiting for caches that others have locked.
   *
   * @param staged a folder that goes with the run
   */
  static RunMounts open(
      List<Prepared> prepared,
      RunSurroundings surroundings,
      Layers layers,
      StepProgress progress,
      Path staged)
      throws Exception {
    var opened = new RunMounts(surroundings, layers, progress, staged);
    try {
      opened.takeCaches(prepared);
      for (Prepared each : prepared) {
        opened.add(each);
      }
      // A mount below another one comes after it.
      opened.mounts.sort((a, b) -> a.target().compareTo(b.target()));
      return opened;
    } catch (Exception | Error e) {
      opened.close();
      throw e;
    }
  }

  /** What to mount, outer ones first. */
  List<Mount> mounts() {
    return mounts;
  }

  /** The same where overlays cannot be had: copies stand in for them. */
  List<Mount> mountsWithoutOverlays() throws IOException {
    List<Mount> without = new ArrayList<>();
    for (Mount mount : mounts) {
      CopiedMount copy = mount instanceof Mount.Overlay ? copies.get(mount.target()) : null;
      without.add(copy == null ? mount : copy.make());
    }
    return without;
  }

  /** {@code NAME=value} of secrets that are variables. */
  List<String> environment() {
    return environment;
  }

  /** The secrets that the command sees, by id. */
  Map<String, byte[]> secrets() {
    return secrets;
  }

  /** In one order whatever the commands are, or two could wait for each other's caches. */
  private void takeCaches(List<Prepared> prepared) throws Exception {
    var sorted = new TreeMap<String, Prepared>();
    for (Prepared each : prepared) {
      if (each.mount() instanceof RunMount.Cache cache) {
        sorted.putIfAbsent(cacheKey(cache, each).hex(), each);
      }
    }
    for (Prepared each : sorted.values()) {
      var cache = (RunMount.Cache) each.mount();
      Digest key = cacheKey(cache, each);
      CacheFolder folder =
          surroundings
              .caches()
              .take(
                  key,
                  cache.id(),
                  switch (cache.sharing()) {
                    case SHARED -> CacheFolders.Sharing.SHARED;
                    case PRIVATE -> CacheFolders.Sharing.PRIVATE;
                    case LOCKED -> CacheFolders.Sharing.LOCKED;
                  },
                  empty -> fill(empty, key, cache, each),
                  () -> progress.output(waiting(cache)));
      open.add(folder);
      caches.put(key, folder);
      if (!cache.readOnly()) {
        surroundings.shared().mounted(key, cache.id());
      }
    }
  }

  private void add(Prepared prepared) throws Exception {
    switch (prepared.mount()) {
      case RunMount.Bind bind -> mounts.add(bind(bind, prepared.files().orElseThrow()));
      case RunMount.Cache cache -> mounts.add(cache(cache, prepared));
      case RunMount.Tmpfs tmpfs ->
          mounts.add(
              new Mount.Tmpfs(tmpfs.target(), tmpfs.bytes(), MODE_OF_TMPFS, tmpfs.readOnly()));
      case RunMount.Secret secret -> secret(secret);
      case RunMount.Ssh ssh -> ssh(ssh);
    }
  }

  private Mount bind(RunMount.Bind bind, MountFiles.Found files) throws IOException {
    Path own = Files.createDirectory(staged.resolve("mount-" + mounts.size()));
    MountFiles.Place place = files.place(own);
    List<Path> lowers =
        place.lowers().isEmpty() ? List.of(plain(own.resolve("empty"))) : place.lowers();
    Optional<Mount.Changes> changes =
        bind.writable()
            ? Optional.of(
                new Mount.Changes(
                    plain(own.resolve("upper")), Files.createDirectory(own.resolve("work"))))
            : Optional.empty();
    if (lowers.size() > 1 || bind.writable()) {
      copies.put(bind.target(), () -> copy(bind, files, own.resolve("copy")));
    }
    return new Mount.Overlay(lowers, place.path(), place.directory(), bind.target(), changes);
  }

  private static Mount copy(RunMount.Bind bind, MountFiles.Found files, Path directory)
      throws IOException {
    MountFiles.Place place = files.copy(Files.createDirectory(directory));
    return new Mount.Bind(directory, place.path(), bind.target(), !bind.writable());
  }

  /** Its mode shows in the mount. */
  private static Path plain(Path directory) throws IOException {
    Files.createDirectory(directory);
    Files.setAttribute(directory, "unix:mode", 0755);
    return directory;
  }

  private Mount cache(RunMount.Cache cache, Prepared prepared) {
    Path folder = caches.get(cacheKey(cache, prepared)).path();
    return new Mount.Bind(folder, cache.source(), cache.target(), cache.readOnly());
  }

  private static byte[] waiting(RunMount.Cache cache) {
    return ("waiting for the cache `" + cache.id() + "`, which another command has locked\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** A cache is another one where it begins with something else, as with BuildKit. */
  private static Digest cacheKey(RunMount.Cache cache, Prepared prepared) {
    String begin =
        prepared.files().map(files -> files.digest().toString()).orElse("")
            + cache.made().map(Object::toString).orElse("");
    String name = cache.namespace() + "/" + cache.id();
    return Digest.of((name.length() + " " + name + " " + begin).getBytes(StandardCharsets.UTF_8));
  }

  private void fill(Path empty, Digest key, RunMount.Cache cache, Prepared prepared)
      throws IOException {
    Files.setAttribute(empty, "unix:mode", MODE_OF_CACHE);
    if (surroundings.shared().fill(key, cache.id(), empty, tar -> layers.unpack(tar, empty))) {
      return;
    }
    if (cache.made().isPresent()) {
      give(empty, cache.made().get());
    } else if (prepared.files().isPresent()) {
      prepared.files().get().copyTo(empty);
    }
  }

  private void secret(RunMount.Secret secret) throws Exception {
    Optional<byte[]> value = surroundings.secrets().read(secret.id());
    if (value.isEmpty()) {
      if (secret.required()) {
        throw missing(
            "the secret `" + secret.id() + "` is required, and the build was given none",
            "give it: `--secret id=" + secret.id() + ",src=FILE`",
            secret.id());
      }
      return;
    }
    secrets.put(secret.id(), value.get());
    RunMount.Access access = secret.access();
    secret
        .target()
        .ifPresent(
            target ->
                mounts.add(
                    new Mount.FileContent(
                        target, value.get(), access.mode(), access.uid(), access.gid(), true)));
    if (secret.variable().isPresent()) {
      environment.add(secret.variable().get() + "=" + text(secret.id(), value.get()));
    }
  }

  private String text(String id, byte[] value) throws Exception {
    for (byte each : value) {
      if (each == 0) {
        throw missing(
            "the secret `" + id + "` holds a NUL byte, which no variable can",
            "mount it as a file: leave `env` out",
            id);
      }
    }
    return new String(value, StandardCharsets.UTF_8);
  }

  private void ssh(RunMount.Ssh ssh) throws Exception {
    Optional<Path> agent = surroundings.agents().socket(ssh.id());
    if (agent.isEmpty()) {
      if (ssh.required()) {
        throw missing(
            "the ssh agent `" + ssh.id() + "` is required, and the build was given none",
            "give it: `--ssh " + ssh.id() + "`",
            ssh.id());
      }
      return;
    }
    Path folder = Files.createDirectory(staged.resolve("agent-" + mounts.size()));
    AgentSocket socket = AgentSocket.to(agent.get(), folder);
    open.add(socket);
    RunMount.Access access = ssh.access();
    give(
        socket.path(),
        new RunMount.Access(access.mode() & ALL_BUT_SETID, access.uid(), access.gid()));
    mounts.add(new Mount.Bind(socket.path(), ssh.target(), false));
  }

  /** Where one id alone is mapped, owners are pretended like all others. */
  private void give(Path file, RunMount.Access access) throws IOException {
    if (surroundings.keepsOwners()) {
      Files.setAttribute(file, "unix:gid", (int) access.gid(), LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(file, "unix:uid", (int) access.uid(), LinkOption.NOFOLLOW_LINKS);
    }
    Files.setAttribute(file, "unix:mode", access.mode());
  }

  private Exception missing(String message, String hint, String id) {
    Optional<StepPlace> place =
        progress.places(StepPlace.Role.MOUNT).stream()
            .filter(mount -> mount.text().equals(id))
            .findFirst();
    return progress.failure("secret", message, Optional.of(hint), place);
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (Closeable each : open) {
      try {
        each.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
