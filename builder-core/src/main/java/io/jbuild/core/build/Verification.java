package io.jbuild.core.build;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.compare.Difference;
import io.jbuild.core.compare.ImageComparison;
import io.jbuild.core.registry.RegistryClient;
import io.jbuild.core.solve.Layers;
import io.jbuild.core.solve.Rootfs;
import io.jbuild.core.store.ImageContent;
import java.io.IOException;
import java.util.List;
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

  private ImageComparison.Side side(ImageContent image) {
    Rootfs rootfs = Rootfs.of(image);
    return new ImageComparison.Side(
        image.config(), layer -> layers.index(rootfs.layers().get(layer)));
  }
}
