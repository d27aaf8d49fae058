package io.jbuild.core.build;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.compare.Difference;
import io.jbuild.core.compare.ImageComparison;
import io.jbuild.core.compare.ImageDifferences;
import io.jbuild.core.compare.InstalledPackages;
import io.jbuild.core.compare.RootfsComparison;
import io.jbuild.core.layer.LayerIndex;
import io.jbuild.core.registry.RegistryClient;
import io.jbuild.core.solve.Layers;
import io.jbuild.core.solve.Rootfs;
import io.jbuild.core.solve.SolvedLayer;
import io.jbuild.core.store.ImageContent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Compares images of the store, down to their files. */
public final class Verification {
  private final Layers layers;

  public Verification(StoreDirectory store, Machine machine, Supplier<RegistryClient> registry) {
    this.layers = machine.layers(store, registry);
  }

  /** Where the images differ; nothing if they are the same. */
  public List<Difference> compare(ImageContent first, ImageContent second) throws IOException {
    return first.id().equals(second.id())
        ? List.of()
        : ImageComparison.of(side(first), side(second));
  }

  /** How the second image differs from the first for who uses them, whatever their layers. */
  public ImageDifferences differences(ImageContent first, ImageContent second) throws IOException {
    List<Difference> config = ImageDifferences.config(first.config(), second.config());
    if (first.config().diffIds().equals(second.config().diffIds())) {
      return new ImageDifferences(config, List.of(), List.of(), List.of());
    }
    RootfsComparison.Side a = files(first);
    RootfsComparison.Side b = files(second);
    InstalledPackages before = InstalledPackages.of(a.files());
    InstalledPackages after = InstalledPackages.of(b.files());
    var notRead = new TreeSet<>(before.notRead());
    notRead.addAll(after.notRead());
    return new ImageDifferences(
        config,
        ImageDifferences.packages(before, after),
        RootfsComparison.of(a, b),
        List.copyOf(notRead));
  }

  private RootfsComparison.Side files(ImageContent image) throws IOException {
    Rootfs rootfs = Rootfs.of(image);
    List<LayerIndex> indexes = new ArrayList<>();
    for (SolvedLayer layer : rootfs.layers()) {
      indexes.add(layers.index(layer));
    }
    return new RootfsComparison.Side(image.config().diffIds(), indexes, layers.view(rootfs));
  }

  private ImageComparison.Side side(ImageContent image) {
    Rootfs rootfs = Rootfs.of(image);
    return new ImageComparison.Side(
        image.config(), layer -> layers.index(rootfs.layers().get(layer)));
  }
}
