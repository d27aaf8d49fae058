package io.jbuild.cli;

import io.jbuild.core.image.ImageConfig;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Platform;
import io.jbuild.core.pin.NamedContext;
import io.jbuild.core.store.LayoutConfigs;
import io.jbuild.grammar.lint.BaseImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What checks can know of base images without fetching any: those of named contexts, then those of
 * a store. Nothing is written and no lease is taken.
 */
final class KnownImages {
  private final Map<String, NamedContext> contexts = new HashMap<>();
  private final LayoutConfigs store;

  /**
   * The images at hand.
   *
   * @param store a store's folder; nothing in it if there is none
   */
  KnownImages(Map<String, NamedContext> contexts, Path store) {
    contexts.forEach((name, context) -> this.contexts.put(normal(name), context));
    this.store = new LayoutConfigs(store.resolve("images"));
  }

  /** For {@link io.jbuild.grammar.lint.CheckSettings#withBaseImages}. */
  Optional<BaseImage> find(String name, String platform) {
    try {
      return config(name, Platform.parse(platform)).map(KnownImages::describe);
    } catch (IllegalArgumentException e) {
      // No platform; the checks say so.
      return Optional.empty();
    }
  }

  /** The config of an image that is at hand. */
  Optional<ImageConfig> config(String name, Platform wanted) {
    try {
      return switch (context(name, wanted)) {
        case NamedContext.Layout layout ->
            new LayoutConfigs(layout.folder())
                .choose(layout.digest().map(Object::toString).or(layout::tag), wanted);
        case NamedContext.Image(ImageName image) -> store.find(image, wanted);
        case NamedContext.Empty _ -> Optional.empty();
        case null, default -> store.find(ImageName.parse(name), wanted);
      };
    } catch (IllegalArgumentException e) {
      // No name of an image; the checks say so.
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private NamedContext context(String name, Platform platform) {
    NamedContext special = contexts.get(normal(name) + "::" + platform);
    return special != null ? special : contexts.get(normal(name));
  }

  private static BaseImage describe(ImageConfig config) {
    Map<String, String> env = new LinkedHashMap<>();
    for (String variable : config.config().env()) {
      int equals = variable.indexOf('=');
      env.put(
          equals < 0 ? variable : variable.substring(0, equals),
          equals < 0 ? "" : variable.substring(equals + 1));
    }
    return new BaseImage(config.platform().toString(), env, !config.config().shell().isEmpty());
  }

  private static String normal(String name) {
    int mark = name.indexOf("::");
    if (mark >= 0) {
      return normal(name.substring(0, mark)) + "::" + Platform.parse(name.substring(mark + 2));
    }
    try {
      return ImageName.parse(name).toString();
    } catch (IllegalArgumentException e) {
      return name;
    }
  }
}
