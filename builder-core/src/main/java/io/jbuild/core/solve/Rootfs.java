package io.jbuild.core.solve;

import io.jbuild.cache.Digest;
import io.jbuild.core.store.ImageContent;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a step leaves behind: layers, lowest first. They may not be on this machine yet; {@link
 * Layers} fetches and unpacks them when something reads them.
 */
public record Rootfs(List<SolvedLayer> layers) {
  public static final Rootfs EMPTY = new Rootfs(List.of());

  public Rootfs {
    layers = List.copyOf(layers);
  }

  /** The layers of an image that the store has, or knows where to get. */
  public static Rootfs of(ImageContent image) {
    List<SolvedLayer> layers = new ArrayList<>();
    for (int i = 0; i < image.manifest().layers().size(); i++) {
      Digest diffId = image.config().diffIds().get(i);
      layers.add(
          new SolvedLayer(
              diffId,
              diffId,
              image.manifest().layers().get(i),
              Optional.empty(),
              false,
              Optional.empty()));
    }
    return new Rootfs(layers);
  }

  /** This root filesystem with one more layer on top. */
  public Rootfs with(SolvedLayer layer) {
    return new Rootfs(Stream.concat(layers.stream(), Stream.of(layer)).toList());
  }

  public List<Digest> diffIds() {
    return layers.stream().map(SolvedLayer::diffId).toList();
  }

  /**
   * What the files amount to, for the keys of later steps: changes with any path, type, mode,
   * owner, byte or xattr, and not with times.
   */
  public Digest contentDigest() {
    MessageDigest sha256 = Digest.sha256();
    var parts = new ArrayList<String>();
    layers.forEach(layer -> parts.add(layer.contentDigest().hex()));
    sha256.update(String.join("\n", parts).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    return Digest.finish(sha256);
  }

  /** Whether a layer under it was made where owners could not be kept. */
  public boolean lostOwners() {
    return layers.stream().anyMatch(SolvedLayer::lostOwners);
  }
}
