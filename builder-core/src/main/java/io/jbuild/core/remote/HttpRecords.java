package io.jbuild.core.remote;

import io.jbuild.cache.BlobStore;
import io.jbuild.cache.Digest;
import io.jbuild.cache.DigestFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What is known of earlier downloads, by address. A damaged record counts as none. */
final class HttpRecords {
  static final String FILE = "http";

  private final DigestFiles files;

  HttpRecords(DigestFiles files) {
    this.files = files;
  }

  /**
   * An earlier answer.
   *
   * @param etag as the server sent it; may be empty
   * @param lastModified as the server sent it; may be empty
   */
  record Known(HttpFile file, String etag, String lastModified) {
    /** Whether a server can be asked if it has something else by now. */
    boolean hasValidator() {
      return !etag.isEmpty() || !lastModified.isEmpty();
    }
  }

  Optional<Known> find(HttpAddress address) throws IOException {
    return files.read(key(address), FILE).flatMap(HttpRecords::parse);
  }

  static Optional<Known> parse(byte[] bytes) {
    Map<String, String> fields = new HashMap<>();
    for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n")) {
      int blank = line.indexOf(' ');
      if (blank > 0) {
        fields.put(line.substring(0, blank), line.substring(blank + 1));
      }
    }
    try {
      var file =
          new HttpFile(
              Digest.parse(fields.getOrDefault("content", "")),
              Long.parseLong(fields.getOrDefault("size", "")),
              Instant.ofEpochSecond(Long.parseLong(fields.getOrDefault("modified", ""))),
              false);
      return fields.containsKey("end")
          ? Optional.of(
              new Known(
                  file, fields.getOrDefault("etag", ""), fields.getOrDefault("last-modified", "")))
          : Optional.empty();
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Whether a record and its file are here, to stay as long as this process uses the store. */
  boolean claim(HttpAddress address, BlobStore blobs, Known known) throws IOException {
    return files.claim(key(address), FILE) && blobs.claim(known.file().content());
  }

  void put(HttpAddress address, Known known) throws IOException {
    String text =
        "url "
            + HttpAddress.shown(address.text())
            + "\ncontent "
            + known.file().content()
            + "\nsize "
            + known.file().size()
            + "\nmodified "
            + known.file().modified().getEpochSecond()
            + "\netag "
            + known.etag()
            + "\nlast-modified "
            + known.lastModified()
            + "\nend true\n";
    files.write(key(address), FILE, text.getBytes(StandardCharsets.UTF_8));
  }

  private static Digest key(HttpAddress address) {
    return Digest.of(address.text().getBytes(StandardCharsets.UTF_8));
  }
}
