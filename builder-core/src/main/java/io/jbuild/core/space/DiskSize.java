package io.jbuild.core.space;

import io.jbuild.core.plan.ByteSize;
import java.math.BigDecimal;

/** An amount of room: {@code 20GB} (in 1024s, as docker reads it), or {@code 10%} of the disk. */
public final class DiskSize {
  private DiskSize() {}

  /**
   * The number of bytes.
   *
   * @param disk size of the file system
   * @throws NumberFormatException with a message for the user when the text is no size
   */
  public static long parse(String text, long disk) {
    if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,3})?%")) {
      return ByteSize.parse(text);
    }
    var part = new BigDecimal(text.substring(0, text.length() - 1)).movePointLeft(2);
    if (part.compareTo(BigDecimal.ONE) > 0) {
      throw new NumberFormatException("`" + text + "` is more than the disk has");
    }
    return part.multiply(BigDecimal.valueOf(disk)).longValue();
  }
}
