package io.jbuild.core.pin;

import io.jbuild.cache.Digest;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.image.ImageJson;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.image.Platform;
import io.jbuild.core.image.PlatformMatch;
import io.jbuild.core.plan.BaseImages;
import io.jbuild.core.plan.BuildFailure;
import io.jbuild.core.plan.ImageRequest;
import io.jbuild.core.plan.NeededImages;
import io.jbuild.core.plan.PinnedImage;
import io.jbuild.core.plan.PlanRequest;
import io.jbuild.core.plan.Planner;
import io.jbuild.core.registry.RegistryClient;
import io.jbuild.core.registry.RegistryException;
import io.jbuild.core.registry.Resolved;
import io.jbuild.core.store.BlobOrigins;
import io.jbuild.core.store.ImageContent;
import io.jbuild.core.store.ImageLoad;
import io.jbuild.core.store.ImageStore;
import io.jbuild.core.store.StoredImage;
import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds the images that a build names: in the named contexts, then in the store, then in a
 * registry. What a registry told is kept in the store under its name, so the next build asks
 * nobody.
 */
public final class Pinner {
  private final ImageStore images;
  private final Supplier<RegistryClient> registry;
  private final Map<String, NamedContext> contexts;
  private final boolean pull;
  private final Map<BaseImages.Key, PinnedImage> pinned = new HashMap<>();

  /** The indexes that names stood for when they were first asked for, for further platforms. */
  private final Map<ImageName, Digest> indexes = new HashMap<>();

  /**
   * A pinner for one build.
   *
   * @param registry asked for only when an image is not here
   * @param pull whether registries are asked even for images that the store has
   */
  public Pinner(
      ImageStore images,
      Supplier<RegistryClient> registry,
      Map<String, NamedContext> contexts,
      boolean pull) {
    this.images = images;
    this.registry = registry;
    this.contexts = Map.copyOf(contexts);
    this.pull = pull;
  }

  /**
   * Pins every image that a plan will need. Those of a plan for another platform come from the same
   * index, whatever happens to its tag meanwhile.
   *
   * @throws BuildFailure pointing at the words that name an image which cannot be had
   */
  public BaseImages pin(PlanRequest request) throws BuildFailure, IOException {
    while (true) {
      NeededImages needed = Planner.imagesNeeded(request, new BaseImages(pinned));
      List<Diagnostic> errors =
          needed.diagnostics().stream().filter(d -> d.severity() == Severity.ERROR).toList();
      if (!errors.isEmpty()) {
        throw new BuildFailure(errors);
      }
      if (needed.requests().isEmpty()) {
        return new BaseImages(pinned);
      }
      List<Diagnostic> failures = new ArrayList<>();
      for (ImageRequest wanted : needed.requests()) {
        try {
          pinned.put(new BaseImages.Key(wanted.name(), wanted.platform()), pin(wanted));
        } catch (UnavailableException e) {
          failures.add(
              new Diagnostic(
                  Severity.ERROR,
                  "base-image",
                  wanted.source(),
                  wanted.range(),
                  e.getMessage(),
                  wanted.hint().or(() -> e.hint)));
        }
      }
      if (!failures.isEmpty()) {
        throw new BuildFailure(failures);
      }
    }
  }

  private PinnedImage pin(ImageRequest wanted) throws UnavailableException, IOException {
    try {
      return switch (contexts.get(wanted.name())) {
        case NamedContext.Layout layout -> fromLayout(wanted, layout);
        case NamedContext.Image(ImageName name) -> byName(wanted, name);
        case null, default -> byName(wanted, ImageName.parse(wanted.name()));
      };
    } catch (RegistryException e) {
      throw new UnavailableException(
          e.getMessage(), e.hint().isEmpty() ? Optional.empty() : Optional.of(e.hint()));
    } catch (PlatformMatch.NoMatchException | IllegalArgumentException | ImageFormatException e) {
      throw new UnavailableException(e.getMessage(), Optional.empty());
    }
  }

  private PinnedImage fromLayout(ImageRequest wanted, NamedContext.Layout layout)
      throws IOException, PlatformMatch.NoMatchException, UnavailableException {
    Optional<String> reference = layout.digest().map(Object::toString).or(layout::tag);
    Descriptor descriptor = ImageLoad.fromLayout(layout.folder(), reference, images);
    ImageContent content =
        images
            .content(descriptor, wanted.platform())
            .orElseThrow(
                () ->
                    new UnavailableException(
                        "the layout `" + layout.folder() + "` lacks blobs of its image",
                        Optional.of("write it again, or choose another")));
    return pinned(wanted, content, new PinnedImage.Location.LocalStore());
  }

  private PinnedImage byName(ImageRequest wanted, ImageName name)
      throws IOException, PlatformMatch.NoMatchException {
    var origin = new PinnedImage.Location.Registry(name);
    if (!pull) {
      Optional<ImageContent> here = images.find(name, wanted.platform());
      if (here.isPresent()) {
        return pinned(wanted, here.get(), origin);
      }
    }
    return pinned(wanted, resolve(name, wanted.platform()), origin);
  }

  /**
   * Asks the registry for the image of a platform, and keeps its documents in the store under the
   * name. For a further platform it is asked for the index that the name stood for before.
   */
  public ImageContent resolve(ImageName name, Platform platform) throws IOException {
    Optional<Digest> index = Optional.ofNullable(indexes.get(name));
    if (index.isEmpty() && !pull) {
      index =
          images
              .find(name)
              .map(StoredImage::descriptor)
              .filter(stored -> MediaTypes.isIndex(stored.mediaType()))
              .map(Descriptor::digest);
    }
    if (index.isPresent() && name.digest().isEmpty()) {
      try {
        return ask(name.withDigest(index.get()), platform);
      } catch (RegistryException e) {
        if (e.kind() != RegistryException.Kind.NOT_FOUND) {
          throw e;
        }
      }
    }
    return ask(name, platform);
  }

  private void noteOrigin(ImageName name, Resolved resolved) throws IOException {
    BlobOrigins origins = images.origins();
    origins.addPulled(resolved.named().digest(), name);
    origins.addPulled(resolved.descriptor().digest(), name);
    origins.addPulled(resolved.manifest().config().digest(), name);
    for (Descriptor layer : resolved.manifest().layers()) {
      origins.addPulled(layer.digest(), name);
    }
  }

  private ImageContent ask(ImageName name, Platform platform) throws IOException {
    RegistryClient client = registry.get();
    Resolved resolved = client.resolve(name, platform);
    byte[] config = client.readBlob(name, resolved.manifest().config());
    ImageContent content =
        ImageContent.of(resolved.descriptor(), resolved.manifest(), ImageJson.readConfig(config));
    images.blobs().put(config);
    images.blobs().put(resolved.bytes());
    noteOrigin(name, resolved);
    if (resolved.index().isPresent()) {
      images.blobs().put(resolved.index().get().bytes());
      indexes.putIfAbsent(name, resolved.named().digest());
    }
    if (name.tag().isPresent() && name.digest().isEmpty()) {
      images.tag(name, resolved.named());
    } else {
      images.add(resolved.named());
    }
    return content;
  }

  private static PinnedImage pinned(
      ImageRequest wanted, ImageContent content, PinnedImage.Location location) {
    return new PinnedImage(
        wanted.name(),
        wanted.platform(),
        content.descriptor(),
        content.manifest().layers(),
        content.config(),
        location);
  }

  /** An image that a build names and that cannot be had. */
  private static final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Optional<String> hint;

    UnavailableException(String message, Optional<String> hint) {
      super(message);
      this.hint = hint;
    }
  }
}
