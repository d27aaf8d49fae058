package io.jbuild.core.layer;

import java.util.List;

/** The users and groups of a root filesystem: its {@code /etc/passwd} and {@code /etc/group}. */
public final class Accounts {
  private Accounts() {}

  /**
   * Who a process runs as.
   *
   * @param groups supplementary groups
   * @param home home directory, {@code /} where none is known
   */
  public record Account(int uid, int gid, List<Integer> groups, String home) {}

  /** Owner of files. */
  public record Owner(int uid, int gid) {}

  /** Reads the two files; lines that make no sense are passed over. Empty text: no file. */
  public static Accounts parse(String passwd, String group) {
    throw new UnsupportedOperationException();
  }

  /**
   * {@code USER user[:group]}, names or numbers, as docker reads it: a number needs no entry; the
   * group of a user without entry is 0; supplementary groups only without a group.
   *
   * @throws LayerException naming the user or group that does not exist
   */
  public Account resolve(String userAndGroup) throws LayerException {
    throw new UnsupportedOperationException();
  }

  /**
   * {@code --chown=user[:group]}: as {@link #resolve}, but a number without group stands for the
   * group, too.
   */
  public Owner resolveOwner(String userAndGroup) throws LayerException {
    throw new UnsupportedOperationException();
  }
}
