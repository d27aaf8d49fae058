package io.jbuild.core.registry;

import io.jbuild.core.image.ImageName;
import io.jbuild.core.progress.BuildEvent;
import io.jbuild.core.progress.BuildListener;
import io.jbuild.core.registry.RegistryException.Kind;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads from the mirrors of a registry first. A mirror that fails is no error: the next one is
 * asked, and in the end the registry itself. One that cannot be reached is not asked again.
 */
final class Mirrors {
  private final Network network;
  private final BuildListener listener;
  private final Set<String> given = ConcurrentHashMap.newKeySet();

  Mirrors(Network network, BuildListener listener) {
    this.network = network;
    this.listener = listener;
  }

  /** Something to be read in a repository. */
  @FunctionalInterface
  interface Reading<T> {
    T from(ImageName place) throws IOException;
  }

  /** What the first place gives that has it. */
  <T> T read(ImageName name, Reading<T> reading) throws IOException {
    for (String mirror : network.host(name.registry()).mirrors()) {
      if (given.contains(mirror)) {
        continue;
      }
      try {
        return reading.from(at(mirror, name));
      } catch (RegistryException e) {
        // A mirror need not have everything.
        if (e.kind() != Kind.NOT_FOUND) {
          giveUp(mirror, name, e);
        }
      }
    }
    return reading.from(name);
  }

  private void giveUp(String mirror, ImageName name, RegistryException e) {
    if (given.add(mirror)) {
      listener.on(
          new BuildEvent.Warning(
              "mirror `"
                  + mirror
                  + "` of `"
                  + name.registry()
                  + "` is not used: "
                  + e.getMessage()));
    }
  }

  /** The name as the mirror has it. */
  private static ImageName at(String mirror, ImageName name) {
    int slash = mirror.indexOf('/');
    String host = slash < 0 ? mirror : mirror.substring(0, slash);
    String prefix = slash < 0 ? "" : mirror.substring(slash + 1) + "/";
    return new ImageName(host, prefix + name.repository(), name.tag(), name.digest());
  }
}
