package io.jbuild.core.build;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.export.Export;
import io.jbuild.core.export.Exporters;
import io.jbuild.core.export.ImageConversion;
import io.jbuild.core.export.ImageForm;
import io.jbuild.core.export.OutputSpec;
import io.jbuild.core.export.RegistryExport;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.progress.BuildListener;
import io.jbuild.core.registry.RegistryClient;
import io.jbuild.core.store.ImageStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Where a built image goes, beside the local store. */
final class Outputs {
  private final BuildRequest request;
  private final StoreDirectory store;
  private final ImageStore images;
  private final Supplier<RegistryClient> registry;
  private final BuildListener listener;

  Outputs(
      BuildRequest request,
      StoreDirectory store,
      ImageStore images,
      Supplier<RegistryClient> registry,
      BuildListener listener) {
    this.request = request;
    this.store = store;
    this.images = images;
    this.registry = registry;
    this.listener = listener;
  }

  /** The names of the image in the local store. */
  List<ImageName> names() {
    Set<ImageName> names = new LinkedHashSet<>(request.tags());
    for (OutputSpec output : request.outputs()) {
      if (output.type() == OutputSpec.Type.IMAGE && !output.push().byDigest()) {
        names.addAll(output.names());
      }
    }
    return List.copyOf(names);
  }

  /** Writes archives and folders. */
  void write(Descriptor image, Export.RootfsSource rootfs, OutputStream stdout) throws IOException {
    for (OutputSpec output : request.outputs()) {
      if (output.type() != OutputSpec.Type.IMAGE) {
        List<ImageName> names = output.names().isEmpty() ? names() : output.names();
        Descriptor shaped = shaped(image, output.form());
        var export = new Export(shaped, names, store.blobs(), rootfs, listener);
        Exporters.of(output, Path.of("").toAbsolutePath(), stdout).export(export);
      }
    }
  }

  /** Pushes where that is asked for; what the registries have then. */
  Optional<Descriptor> push(Descriptor image) throws IOException {
    Optional<Descriptor> pushed = Optional.empty();
    for (OutputSpec output : request.outputs()) {
      if (output.push().wanted()) {
        List<ImageName> names = output.names().isEmpty() ? names() : output.names();
        var export =
            new RegistryExport(images, new ImageConversion(store, images, listener), registry);
        pushed = Optional.of(export.push(image, names, output.form(), output.push().byDigest()));
      }
    }
    return pushed;
  }

  private Descriptor shaped(Descriptor image, ImageForm form) throws IOException {
    return form.equals(ImageForm.AS_IT_LIES)
        ? image
        : new ImageConversion(store, images, listener).convert(image, form);
  }
}
