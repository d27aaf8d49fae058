package io.jbuild.cli.check;

import java.net.URI;
import java.net.URISyntaxException;

/** The file names of reports as references of RFC 3986. */
final class FileUri {
  private FileUri() {}

  /** Relative for a relative path, with scheme for an absolute one. */
  static String of(String file) {
    try {
      boolean absolute = file.startsWith("/");
      String path = absolute ? file : "./" + file;
      String uri =
          new URI(absolute ? "file" : null, absolute ? "" : null, path, null).toASCIIString();
      return absolute ? uri : uri.substring(2);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a path always makes a URI: " + file, e);
    }
  }
}
