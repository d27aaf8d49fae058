package io.jbuild.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** An image as {@code -o type=oci} wrote it. */
final class OciArchive {
  private final Map<String, byte[]> files = new HashMap<>();
  private final JsonNode manifest;
  private final Path tar;

  private OciArchive(Path tar) throws IOException {
    this.tar = tar;
    try (var in = new TarArchiveInputStream(Files.newInputStream(tar))) {
      for (TarArchiveEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        files.put(e.getName(), in.readAllBytes());
      }
    }
    JsonNode index = RecordedCase.JSON.readTree(files.get("index.json"));
    if (index.get("manifests").size() != 1) {
      throw new IOException("the index has " + index.get("manifests").size() + " manifests");
    }
    manifest = RecordedCase.JSON.readTree(blob(index.get("manifests").get(0)));
  }

  static OciArchive read(Path tar) throws IOException {
    return new OciArchive(tar);
  }

  /** Where it lies. */
  Path file() {
    return tar;
  }

  JsonNode config() throws IOException {
    return RecordedCase.JSON.readTree(blob(manifest.get("config")));
  }

  int layerCount() {
    return manifest.get("layers").size();
  }

  /** The files of the layers above the lowest {@code base} ones, merged. */
  MergedLayers above(int base) throws IOException {
    return merged(Math.min(base, layerCount()), layerCount());
  }

  /** The files of the lowest layers, merged. */
  MergedLayers lowest(int count) throws IOException {
    return merged(0, Math.min(count, layerCount()));
  }

  private MergedLayers merged(int from, int to) throws IOException {
    var merged = new MergedLayers();
    for (int i = from; i < to; i++) {
      merged.add(uncompressed(manifest.get("layers").get(i)));
    }
    return merged;
  }

  /** The digests of the uncompressed layers, as they are. */
  List<String> diffIds() throws IOException {
    List<String> digests = new ArrayList<>();
    for (JsonNode layer : manifest.get("layers")) {
      digests.add("sha256:" + MergedLayers.sha256(uncompressed(layer).readAllBytes()));
    }
    return digests;
  }

  private InputStream uncompressed(JsonNode layer) throws IOException {
    InputStream in = new ByteArrayInputStream(blob(layer));
    return layer.get("mediaType").asText().endsWith("+gzip") ? new GZIPInputStream(in) : in;
  }

  private byte[] blob(JsonNode descriptor) throws IOException {
    String name = "blobs/" + descriptor.get("digest").asText().replace(':', '/');
    byte[] bytes = files.get(name);
    if (bytes == null || bytes.length != descriptor.get("size").asLong()) {
      throw new IOException("the archive has no `" + name + "` of the described size");
    }
    if (!descriptor.get("digest").asText().equals("sha256:" + MergedLayers.sha256(bytes))) {
      throw new IOException("`" + name + "` holds other bytes than its name says");
    }
    return bytes;
  }
}
