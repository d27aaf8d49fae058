package io.jbuild.core.layer;

import com.google.common.math.LongMath;

/** Counts what comes out of an archive against its bounds. For one stream; not thread-safe. */
final class Growth {
  private final UnpackBounds bounds;
  private long in;
  private long out;
  private long headers;
  private int entries;

  Growth(UnpackBounds bounds) {
    this.bounds = bounds;
  }

  /** Bytes of the archive that were read. */
  void in(long bytes) {
    in += bytes;
  }

  /**
   * Bytes that came of them.
   *
   * @throws LayerException when it is more than an archive may come to
   */
  void out(long bytes) throws LayerException {
    out = LongMath.saturatedAdd(out, bytes);
    if (out > bounds.bytes()) {
      throw UnpackBounds.exceeded("it comes to more than " + size(bounds.bytes()));
    }
    if (out > bounds.free() && out / bounds.ratio() > in) {
      throw UnpackBounds.exceeded("%s come of %s".formatted(size(out), size(in)));
    }
  }

  /** One more entry of the tar. */
  void entry(RawEntry entry) throws LayerException {
    headers += entry.name.length + entry.link.length;
    for (var attribute : entry.xattrs.entrySet()) {
      headers += attribute.getKey().length() + attribute.getValue().length;
    }
    if (++entries > bounds.entries()) {
      throw new LayerException("the archive holds more than " + bounds.entries() + " entries");
    }
    if (headers > bounds.headers()) {
      throw new LayerException(
          "the names and attributes in the archive come to more than " + size(bounds.headers()));
    }
  }

  private static String size(long bytes) {
    long unit = 1;
    int power = 0;
    while (power < 4 && bytes / unit >= 1024) {
      unit <<= 10;
      power++;
    }
    return bytes / unit + " " + new String[] {"bytes", "KiB", "MiB", "GiB", "TiB"}[power];
  }
}
