package io.jbuild.core.testing;

import io.jbuild.cache.BlobStore;
import io.jbuild.cache.Digest;
import io.jbuild.core.image.ContainerConfig;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.History;
import io.jbuild.core.image.ImageAssembly;
import io.jbuild.core.image.ImageConfig;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.image.Platform;
import io.jbuild.core.layer.ContentSource;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.LayerWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Small images for tests. */
public final class Images {
  public static final Instant TIME = Instant.parse("2024-05-06T07:08:09.5Z");

  private Images() {}

  /** A layer with one file {@code /path} that holds the text. */
  public static byte[] layer(String path, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    var out = new ByteArrayOutputStream();
    var writer = new LayerWriter(out);
    writer.add(Entry.file(path, 0640, 0, 0, bytes.length, TIME), ContentSource.of(bytes));
    writer.finish();
    return out.toByteArray();
  }

  /** Stores an image of these layers; nameless. */
  public static ImageAssembly.Assembled store(
      BlobStore blobs, Platform platform, List<byte[]> layers) throws IOException {
    List<Descriptor> descriptors = new ArrayList<>();
    List<Digest> diffIds = new ArrayList<>();
    List<History> history = new ArrayList<>();
    for (byte[] layer : layers) {
      Digest digest = blobs.put(layer);
      diffIds.add(digest);
      descriptors.add(Descriptor.of(MediaTypes.OCI_LAYER_TAR, digest, layer.length));
      history.add(new History(Optional.of(TIME), "COPY && x", "", "", false));
    }
    history.add(new History(Optional.of(TIME), "CMD [\"sh\"]", "", "", true));
    var image =
        ImageAssembly.assemble(
            new ImageConfig(
                platform, Optional.of(TIME), "", ContainerConfig.EMPTY, diffIds, history),
            descriptors);
    blobs.put(image.configBytes());
    blobs.put(image.manifestBytes());
    return image;
  }
}
