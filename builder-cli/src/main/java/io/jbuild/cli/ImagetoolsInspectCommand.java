package io.jbuild.cli;

import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageJson;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.registry.Referrer;
import io.jbuild.core.registry.RegistryClient;
import io.jbuild.core.registry.Resolved;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jbuild imagetools inspect}: what a name stands for in its registry. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = "Shows what a name stands for in its registry.")
final class ImagetoolsInspectCommand implements Callable<Integer> {
  @Mixin private RegistryOptions registry;

  @Parameters(index = "0", paramLabel = "NAME", description = "The image.")
  private String name;

  @Option(names = "--raw", description = "Print the manifest or index byte for byte.")
  private boolean raw;

  @Option(names = "--referrers", description = "List what refers to it: signatures and the like.")
  private boolean referrers;

  @Override
  public Integer call() throws Exception {
    ImageName image = BuildOptions.imageName(name);
    try (Registries registries = registry.open(Caller.fromEnvironment())) {
      Resolved.Document document = registries.get().document(image);
      if (raw) {
        System.out.write(document.bytes());
        System.out.flush();
        return 0;
      }
      Descriptor top = document.descriptor();
      System.out.println("Name:      " + image);
      System.out.println("MediaType: " + top.mediaType());
      System.out.println("Digest:    " + top.digest());
      if (MediaTypes.isIndex(top.mediaType())) {
        System.out.println();
        System.out.println("Manifests:");
        String repository = image.registry() + "/" + image.repository();
        for (Descriptor child : ImageJson.readIndex(document.bytes()).manifests()) {
          System.out.println("  Name:      " + repository + "@" + child.digest());
          System.out.println("  MediaType: " + child.mediaType());
          child.platform().ifPresent(p -> System.out.println("  Platform:  " + p));
          System.out.println();
        }
      }
      if (referrers) {
        list(registries.get(), image, top);
      }
      return 0;
    }
  }

  private static void list(RegistryClient client, ImageName image, Descriptor top)
      throws IOException {
    System.out.println();
    System.out.println("Referrers:");
    for (Referrer referrer : client.referrers(image, top.digest(), Optional.empty())) {
      System.out.println("  " + referrer.descriptor().digest() + " " + referrer.artifactType());
    }
  }
}
