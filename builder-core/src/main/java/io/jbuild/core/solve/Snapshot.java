package io.jbuild.core.solve;

import io.jbuild.core.layer.LayerWriter;
import io.jbuild.core.layer.RootfsView;
import io.jbuild.core.layer.TreeCopy;
import io.jbuild.core.layer.TreeDiff;
import io.jbuild.core.layer.UpperDiff;
import io.jbuild.core.sandbox.RootLayers;
import io.jbuild.core.sandbox.RootTree;
import io.jbuild.core.sandbox.RunResult;
import io.jbuild.core.sandbox.RunRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A root filesystem for one run, which keeps what the run changes apart from the layers below. */
public sealed interface Snapshot {
  /** What the sandbox makes the root. */
  RunRoot root();

  /** The directory that the command writes to. */
  Path written();

  /**
   * Adds what a run has changed to a layer.
   *
   * @param keepsOwners whether files have the owners that the command gave them
   */
  void write(RunResult result, boolean keepsOwners, LayerWriter writer) throws IOException;

  /** The layer's own tree, as trees are kept in the store; none if it has to be unpacked. */
  Optional<Path> tree();

  /** An overlay on the trees of the layers below. */
  record Overlay(RootLayers root, RootfsView lower) implements Snapshot {
    /** Unpacks what is not, and makes the directories in a staged one. */
    static Overlay prepare(Path staged, Rootfs rootfs, RootfsView lower, Layers layers)
        throws IOException {
      return new Overlay(OverlayRoot.prepare(staged, rootfs, lower, layers), lower);
    }

    @Override
    public Path written() {
      return root.upper();
    }

    @Override
    public void write(RunResult result, boolean keepsOwners, LayerWriter writer)
        throws IOException {
      if (!keepsOwners) {
        LentIdentities.drop(root.upper());
      }
      UpperDiff.write(root.upper(), lower, FailedRootfs.xattrs(result), writer);
    }

    @Override
    public Optional<Path> tree() {
      return Optional.of(root.upper());
    }
  }

  /** A copy of all files, compared with what it was afterwards. */
  record Copy(RootTree root, TreeDiff diff) implements Snapshot {
    /** Copies the files into a staged directory. */
    static Copy prepare(Path staged, RootfsView lower, Layers layers) throws IOException {
      Path tree = Files.createDirectory(staged.resolve("copy"));
      TreeCopy.write(lower, tree, layers.ownership(), layers.specialFiles());
      return new Copy(new RootTree(tree), TreeDiff.start(tree, lower));
    }

    @Override
    public Path written() {
      return root.tree();
    }

    @Override
    public void write(RunResult result, boolean keepsOwners, LayerWriter writer)
        throws IOException {
      diff.write(FailedRootfs.xattrs(result), keepsOwners, writer);
    }

    @Override
    public Optional<Path> tree() {
      return Optional.empty();
    }
  }
}
