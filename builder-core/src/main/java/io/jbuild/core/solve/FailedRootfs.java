package io.jbuild.core.solve;

import io.jbuild.core.layer.FileTree;
import io.jbuild.core.layer.LayerWriter;
import io.jbuild.core.layer.PathBytes;
import io.jbuild.core.layer.RootfsView;
import io.jbuild.core.sandbox.RunCommand;
import io.jbuild.core.sandbox.RunResult;
import io.jbuild.core.sandbox.RunSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The root filesystem of a failed run: the layers below and the snapshot as it was left.
 *
 * @param staged the directory that goes with it
 * @param lower the files of the layers below
 * @param mounts in use until this is closed
 */
record FailedRootfs(
    Path staged,
    Snapshots.Ran ran,
    RootfsView lower,
    Layers layers,
    RunMounts mounts,
    RunSurroundings surroundings)
    implements FailedRun.Files {
  private static final List<String> SHELL = List.of("/bin/sh");

  @Override
  public FileTree tree() throws IOException {
    return view();
  }

  private RootfsView view() throws IOException {
    var writer = new LayerWriter(OutputStream.nullOutputStream());
    ran.snapshot().write(ran.result(), surroundings.keepsOwners(), writer);
    return lower.with(writer.finish().index(), ran.snapshot().written());
  }

  @Override
  public String resolve(String path) throws IOException {
    String absolute = path.startsWith("/") ? path : ran.spec().command().cwd() + "/" + path;
    return view().resolve(absolute, true);
  }

  @Override
  public int shell() throws IOException, InterruptedException {
    RunSpec spec = ran.spec();
    RunCommand failed = spec.command();
    var shell = new RunCommand(SHELL, failed.env(), failed.cwd(), failed.user(), new byte[0]);
    try (var sandbox = surroundings.sandboxes().get()) {
      return sandbox.runAttached(spec.with(shell)).exitCode();
    }
  }

  @Override
  public void close() throws IOException {
    try (mounts) {
      layers.discard(staged);
    }
  }

  /** The extended attributes that a run has left in its upper directory, by path. */
  static Map<String, SortedMap<String, byte[]>> xattrs(RunResult result) {
    Map<String, SortedMap<String, byte[]>> byPath = new HashMap<>();
    for (RunResult.Xattr xattr : result.xattrs()) {
      byPath
          .computeIfAbsent(PathBytes.decode(xattr.path()), path -> new TreeMap<>())
          .put(xattr.name(), xattr.value());
    }
    return byPath;
  }
}
