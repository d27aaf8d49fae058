package io.jbuild.core.layer;

import java.util.Locale;

/**
 * What one archive may come to when it is unpacked: few bytes can stand for any number of them. The
 * bounds are far above what builds are given; {@value #VARIABLE} in the environment raises them for
 * whoever knows where an archive comes from.
 *
 * @param bytes of the uncompressed tar, the holes of its sparse files counted as the zeros that
 *     they become
 * @param entries of the tar
 * @param headers bytes of names, link targets and extended attributes, which are held in memory
 * @param free bytes that may come of any archive, whatever its own length
 * @param ratio beyond {@code free}, how many bytes may come of one
 */
public record UnpackBounds(long bytes, int entries, long headers, long free, int ratio) {
  /** Takes a size as {@code 200g}: so much may come of an archive, however small it is. */
  public static final String VARIABLE = "JBUILD_MOST_UNPACKED";

  public static final UnpackBounds DEFAULT =
      new UnpackBounds(64L << 30, 4_000_000, 512L << 20, 4L << 30, 200);

  /**
   * The bounds of this process.
   *
   * @throws LayerException when the variable holds no size
   */
  public static UnpackBounds ofThisProcess() throws LayerException {
    String given = System.getenv(VARIABLE);
    return given == null || given.isEmpty() ? DEFAULT : DEFAULT.withSize(given);
  }

  /** An archive that comes to too much. */
  public static LayerException exceeded(String how) {
    return new LayerException(
        "the archive was not read further: %s; if that is meant, set `%s=200g`, or what it needs"
            .formatted(how, VARIABLE));
  }

  /** The same for archives that may come to a size, be it out of nothing. */
  UnpackBounds withSize(String size) throws LayerException {
    String number = size.strip().toLowerCase(Locale.ROOT);
    int shift = number.isEmpty() ? -1 : "kmgt".indexOf(number.charAt(number.length() - 1));
    try {
      long value = Long.parseLong(shift < 0 ? number : number.substring(0, number.length() - 1));
      int bits = 10 * (shift + 1);
      if (value > 0 && value <= Long.MAX_VALUE >> bits) {
        return new UnpackBounds(value << bits, entries, headers, value << bits, ratio);
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new LayerException("`" + VARIABLE + "=" + size + "` is no size; write it as `200g`");
  }
}
