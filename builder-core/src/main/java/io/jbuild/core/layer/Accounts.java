package io.jbuild.core.layer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The users and groups of a root filesystem: its {@code /etc/passwd} and {@code /etc/group}. */
public final class Accounts {
  private final List<User> users;
  private final List<Group> groups;

  private record User(String name, int uid, int gid, String home) {}

  private record Group(String name, int gid, List<String> members) {}

  private Accounts(List<User> users, List<Group> groups) {
    this.users = users;
    this.groups = groups;
  }

  /**
   * Who a process runs as.
   *
   * @param groups supplementary groups
   * @param home home directory, {@code /} where none is known
   */
  public record Account(int uid, int gid, List<Integer> groups, String home) {
    /** What setgroups(2) is given: the primary group stands among them, as with containerd. */
    public List<Long> processGroups() {
      return Stream.concat(Stream.of(gid), groups.stream()).distinct().map(Long::valueOf).toList();
    }
  }

  /** Owner of files. */
  public record Owner(int uid, int gid) {}

  /** Reads the two files; lines that make no sense are passed over. Empty text: no file. */
  public static Accounts parse(String passwd, String group) {
    var users = new ArrayList<User>();
    for (String line : passwd.split("\n")) {
      String[] fields = line.strip().split(":", -1);
      if (fields.length >= 4 && isId(fields[2]) && isId(fields[3])) {
        String home = fields.length > 5 ? fields[5] : "";
        users.add(new User(fields[0], id(fields[2]), id(fields[3]), home));
      }
    }
    var groups = new ArrayList<Group>();
    for (String line : group.split("\n")) {
      String[] fields = line.strip().split(":", -1);
      if (fields.length >= 3 && isId(fields[2])) {
        List<String> members = fields.length > 3 ? List.of(fields[3].split(",")) : List.of();
        groups.add(new Group(fields[0], id(fields[2]), members));
      }
    }
    return new Accounts(List.copyOf(users), List.copyOf(groups));
  }

  /** Those of a root filesystem, read through its unpacked trees. */
  public static Accounts of(RootfsView rootfs) throws IOException {
    return parse(rootfs.text("etc/passwd"), rootfs.text("etc/group"));
  }

  /**
   * {@code USER user[:group]}, names or numbers, as docker reads it: a number needs no entry; the
   * group of a user without entry is 0; supplementary groups only without a group.
   *
   * @throws LayerException naming the user or group that does not exist
   */
  public Account resolve(String userAndGroup) throws LayerException {
    String name = user(userAndGroup);
    Optional<String> group = group(userAndGroup);
    Optional<User> user = findUser(name);
    if (user.isEmpty() && !isId(name)) {
      throw missing("user", name, "/etc/passwd");
    }
    int uid = user.isPresent() ? user.get().uid() : id(name);
    String home = user.map(User::home).filter(text -> !text.isEmpty()).orElse("/");
    if (group.isPresent()) {
      return new Account(uid, gid(group.get()), List.of(), home);
    }
    if (user.isEmpty()) {
      return new Account(uid, 0, List.of(), home);
    }
    var supplementary = new ArrayList<Integer>();
    for (Group each : groups) {
      if (each.members().contains(user.get().name()) && !supplementary.contains(each.gid())) {
        supplementary.add(each.gid());
      }
    }
    return new Account(uid, user.get().gid(), List.copyOf(supplementary), home);
  }

  /**
   * {@code --chown=user[:group]}: a name stands for its user's group, too, and a number without a
   * group for the group of that number. {@code root} is 0 whatever the files say.
   *
   * @throws LayerException naming the user or group that does not exist
   */
  public Owner resolveOwner(String userAndGroup) throws LayerException {
    String name = rootAsId(user(userAndGroup));
    Optional<String> group = group(userAndGroup).map(Accounts::rootAsId);
    int uid;
    int gid;
    if (isId(name)) {
      uid = id(name);
      gid = uid;
    } else {
      User user =
          first(users, each -> each.name().equals(name))
              .orElseThrow(() -> missing("user", name, "/etc/passwd"));
      uid = user.uid();
      gid = user.gid();
    }
    return new Owner(uid, group.isPresent() ? gid(group.get()) : gid);
  }

  private static String rootAsId(String name) {
    return name.equals("root") ? "0" : name;
  }

  private Optional<User> findUser(String name) {
    Optional<User> named = first(users, user -> user.name().equals(name));
    return named.isPresent() || !isId(name) ? named : first(users, user -> user.uid() == id(name));
  }

  private int gid(String name) throws LayerException {
    Optional<Group> group = first(groups, each -> each.name().equals(name));
    if (group.isEmpty() && !isId(name)) {
      throw missing("group", name, "/etc/group");
    }
    return group.isPresent() ? group.get().gid() : id(name);
  }

  private static <T> Optional<T> first(List<T> list, Predicate<T> wanted) {
    return list.stream().filter(wanted).findFirst();
  }

  private static LayerException missing(String what, String name, String file) {
    return new LayerException(
        what
            + " `"
            + Names.shown(name)
            + "` is not in the image's `"
            + file
            + "`; add it there, or give a number from 0 to 2147483647");
  }

  /** An empty user is root. */
  private static String user(String userAndGroup) {
    int colon = userAndGroup.indexOf(':');
    String user = colon < 0 ? userAndGroup : userAndGroup.substring(0, colon);
    return user.isEmpty() ? "0" : user;
  }

  private static Optional<String> group(String userAndGroup) {
    int colon = userAndGroup.indexOf(':');
    return colon < 0 || colon == userAndGroup.length() - 1
        ? Optional.empty()
        : Optional.of(userAndGroup.substring(colon + 1));
  }

  private static boolean isId(String text) {
    if (text.isEmpty() || text.length() > 10) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return Long.parseLong(text) <= Integer.MAX_VALUE;
  }

  private static int id(String text) {
    return Integer.parseInt(text);
  }
}
