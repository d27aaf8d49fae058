package io.jbuild.core.solve;

import io.jbuild.core.layer.Accounts;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.EntryType;
import io.jbuild.core.layer.LayerException;
import io.jbuild.core.layer.RootfsView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Finds the users and groups of a root filesystem. */
public final class RootfsAccounts {
  /** Beyond this, it is no file that a program would read as a list of accounts. */
  private static final int LIMIT = 16 * 1024 * 1024;

  private RootfsAccounts() {}

  /**
   * The accounts in {@code /etc/passwd} and {@code /etc/group}; none where there is no such file.
   */
  public static Accounts read(RootfsView rootfs) throws IOException {
    return Accounts.parse(text(rootfs, "etc/passwd"), text(rootfs, "etc/group"));
  }

  private static String text(RootfsView rootfs, String path) throws IOException {
    Optional<Entry> file = rootfs.find(rootfs.resolve(path, true));
    if (file.isEmpty() || file.get().type() != EntryType.FILE) {
      return "";
    }
    if (file.get().size() > LIMIT) {
      throw new LayerException("`/" + path + "` of the image has more than 16 MiB");
    }
    try (InputStream in = rootfs.open(file.get())) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
