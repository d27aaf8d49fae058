package io.jbuild.core.build;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.export.Export;
import io.jbuild.core.export.Exporters;
import io.jbuild.core.export.ImageConversion;
import io.jbuild.core.export.ImageForm;
import io.jbuild.core.export.MergedTrees;
import io.jbuild.core.export.OutputSpec;
import io.jbuild.core.export.PlatformTrees;
import io.jbuild.core.export.RegistryExport;
import io.jbuild.core.image.Annotations;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Platform;
import io.jbuild.core.layer.FileTree;
import io.jbuild.core.progress.BuildListener;
import io.jbuild.core.registry.RegistryClient;
import io.jbuild.core.solve.Layers;
import io.jbuild.core.store.ImageStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Where a built image goes, beside the local store. */
final class Outputs {
  private final BuildRequest request;
  private final BuiltPlatforms built;
  private final Annotations own;
  private final StoreDirectory store;
  private final ImageStore images;
  private final EarlyLayers early;
  private final Supplier<RegistryClient> registry;
  private final BuildListener listener;

  Outputs(
      BuildRequest request,
      BuiltPlatforms built,
      Annotations own,
      StoreDirectory store,
      ImageStore images,
      EarlyLayers early,
      Supplier<RegistryClient> registry,
      BuildListener listener) {
    this.request = request;
    this.built = built;
    this.own = own;
    this.store = store;
    this.images = images;
    this.early = early;
    this.registry = registry;
    this.listener = listener;
  }

  /** The names of the image in the local store. */
  List<ImageName> names() {
    Set<ImageName> names = new LinkedHashSet<>(request.tags());
    for (OutputSpec output : request.outputs()) {
      if (output.type() == OutputSpec.Type.IMAGE && !output.push().byDigest()) {
        names.addAll(names(output));
      }
    }
    return List.copyOf(names);
  }

  /** The annotations that the image has in the local store. */
  Annotations annotations() {
    Annotations result = own.with(request.annotations());
    for (OutputSpec output : request.outputs()) {
      if (output.type() == OutputSpec.Type.IMAGE) {
        result = result.with(output.annotations());
      }
    }
    return result;
  }

  /** Writes archives and folders. */
  void write(Layers layers, OutputStream stdout) throws IOException {
    for (OutputSpec output : request.outputs()) {
      if (output.type() != OutputSpec.Type.IMAGE) {
        var export =
            new Export(
                shaped(output),
                names(output),
                store.blobs(),
                () -> files(output, layers),
                listener);
        Exporters.of(output, Path.of("").toAbsolutePath(), stdout).export(export);
      }
    }
  }

  /** Pushes where that is asked for; what the registries have then. */
  Optional<Descriptor> push() throws IOException {
    Optional<Descriptor> pushed = Optional.empty();
    for (OutputSpec output : request.outputs()) {
      if (output.push().wanted()) {
        var export =
            new RegistryExport(
                images, new ImageConversion(early.compressed(), images, listener), registry);
        Descriptor image = built.assemble(annotations());
        pushed =
            Optional.of(
                export.push(
                    image,
                    names(output),
                    output.form(),
                    output.push().byDigest(),
                    early.uploads()));
      }
    }
    return pushed;
  }

  /** What {@code -t} says holds for every output, as with buildx. */
  static List<ImageName> names(OutputSpec output, List<ImageName> tags) {
    return tags.isEmpty() ? output.names() : tags;
  }

  private List<ImageName> names(OutputSpec output) {
    return names(output, request.tags());
  }

  private Descriptor shaped(OutputSpec output) throws IOException {
    Descriptor image = built.assemble(own.with(request.annotations()).with(output.annotations()));
    return output.form().equals(ImageForm.AS_IT_LIES)
        ? image
        : new ImageConversion(early.compressed(), images, listener).convert(image, output.form());
  }

  /** The merged files: of one platform as they are, of several side by side unless told not to. */
  private FileTree files(OutputSpec output, Layers layers) throws IOException {
    Map<Platform, FileTree> trees = new LinkedHashMap<>();
    for (BuiltPlatforms.Each each : built.all()) {
      FileTree files = layers.view(each.rootfs());
      trees.put(
          each.platform(),
          each.plan()
              .sourceDateEpoch()
              .<FileTree>map(time -> new OneTime(files, time))
              .orElse(files));
    }
    if (output.platformSplit().orElse(request.givesIndex())) {
      return new PlatformTrees(trees);
    }
    return trees.size() == 1 ? trees.values().iterator().next() : MergedTrees.of(trees);
  }
}
