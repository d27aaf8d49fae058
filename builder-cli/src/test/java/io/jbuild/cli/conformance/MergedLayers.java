package io.jbuild.cli.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Layers on top of each other, by the rules of the OCI image specification. Paths are absolute and
 * have no slash at the end.
 */
final class MergedLayers {
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";
  private static final String XATTR = "SCHILY.xattr.";

  private final TreeMap<String, FileState> files = new TreeMap<>();
  private final Set<String> hidden = new TreeSet<>();

  /** What the layers have. */
  Map<String, FileState> files() {
    return files;
  }

  /** Whether a path of the layers below can no longer be seen. */
  boolean hides(String path) {
    for (String part = path; !part.isEmpty(); part = part.substring(0, part.lastIndexOf('/'))) {
      if (hidden.contains(part) || (!part.equals(path) && hidden.contains(part + "/*"))) {
        return true;
      }
    }
    return false;
  }

  void add(InputStream tar) throws IOException {
    List<Map.Entry<String, FileState>> entries = new ArrayList<>();
    try (var in = new TarArchiveInputStream(tar)) {
      for (TarArchiveEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        String path = path(e.getName());
        String name = path.substring(path.lastIndexOf('/') + 1);
        String parent = path.substring(0, Math.max(0, path.lastIndexOf('/')));
        if (name.equals(OPAQUE)) {
          removeBelow(parent);
          hidden.add(parent + "/*");
        } else if (name.startsWith(WHITEOUT)) {
          String gone = parent + "/" + name.substring(WHITEOUT.length());
          files.remove(gone);
          removeBelow(gone);
          hidden.add(gone);
        } else {
          entries.add(Map.entry(path, state(e, in)));
        }
      }
    }
    for (var entry : entries) {
      if (!entry.getValue().isDirectory()) {
        removeBelow(entry.getKey());
      }
      files.put(entry.getKey(), entry.getValue());
    }
  }

  private void removeBelow(String path) {
    files.subMap(path + "/", path + "0").clear();
  }

  static String path(String name) {
    String path = name;
    while (path.startsWith("./") || path.startsWith("/")) {
      path = path.substring(path.indexOf('/') + 1);
    }
    while (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    return "/" + path;
  }

  private static FileState state(TarArchiveEntry entry, InputStream content) throws IOException {
    Map<String, String> xattrs = new TreeMap<>();
    entry
        .getExtraPaxHeaders()
        .forEach(
            (key, value) -> {
              if (key.startsWith(XATTR)) {
                xattrs.put(key.substring(XATTR.length()), base64(value));
              }
            });
    boolean file = type(entry).equals("file");
    byte[] bytes = file ? content.readAllBytes() : new byte[0];
    return new FileState(
        type(entry),
        entry.getMode() & 07777,
        entry.getLongUserId(),
        entry.getLongGroupId(),
        bytes.length,
        file ? sha256(bytes) : "",
        entry.isLink() ? path(entry.getLinkName()) : entry.getLinkName(),
        entry.getLastModifiedTime().toInstant().getEpochSecond(),
        xattrs);
  }

  private static String base64(String value) {
    return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
  }

  private static String type(TarArchiveEntry entry) {
    if (entry.isSymbolicLink()) {
      return "symlink";
    } else if (entry.isLink()) {
      return "hardlink";
    } else if (entry.isFIFO()) {
      return "fifo";
    } else if (entry.isCharacterDevice()) {
      return "char";
    } else if (entry.isBlockDevice()) {
      return "block";
    }
    return entry.isDirectory() ? "dir" : "file";
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
