package io.jbuild.grammar;

import java.util.Locale;
import java.util.Optional;

/**
 * A git repository as ADD and build contexts name it: {@code https://host/x.git#ref:subdir}, {@code
 * git@host:x}, {@code ssh://}, {@code git://}, with {@code ?key=value} in front of the {@code #}.
 *
 * @param remote what git is given: the address without query and fragment
 * @param ref a branch, tag, full name of a ref or commit id; empty for the default branch
 * @param subdir the folder of the repository that is meant; empty for all of it
 * @param checksum the id of the commit, or the beginning of it; empty when any will do
 * @param keepGitDir what {@code keep-git-dir} says, where it is given
 * @param submodules what {@code submodules} says, where it is given
 * @param commitTimes whether files are asked to have the time of the commit
 * @param fromLocalPath whether it is a {@code github.com/…} that might be a path as well, which
 *     only a build context takes for a repository
 */
public record GitAddress(
    String remote,
    String ref,
    String subdir,
    String checksum,
    Optional<Boolean> keepGitDir,
    Optional<Boolean> submodules,
    boolean commitTimes,
    boolean fromLocalPath) {
  private static final String GITHUB = "github.com/";

  /**
   * Reads an address.
   *
   * @return nothing when the text is no git address
   * @throws IllegalArgumentException when it is one and its query makes no sense; the message is
   *     for the user
   */
  public static Optional<GitAddress> parse(String text) {
    int hash = text.indexOf('#');
    String fragment = hash < 0 ? "" : text.substring(hash + 1);
    String rest = hash < 0 ? text : text.substring(0, hash);
    int mark = rest.indexOf('?');
    String query = mark < 0 ? "" : rest.substring(mark + 1);
    String remote = mark < 0 ? rest : rest.substring(0, mark);
    boolean github = remote.startsWith(GITHUB);
    if (!github && !isRemote(remote)) {
      return Optional.empty();
    }
    boolean url = remote.contains("://");
    return Optional.of(
        GitQuery.parse(query)
            .address(remote, url ? PercentText.decode(fragment, false) : fragment, github));
  }

  /** The last part of the repository's path without {@code .git}. */
  public String shortName() {
    String name = remote.substring(remote.lastIndexOf('/') + 1);
    return name.endsWith(".git") ? name.substring(0, name.length() - ".git".length()) : name;
  }

  /** The host that the repository is on, with its port where one is given. */
  public String host() {
    int scheme = remote.indexOf("://");
    String rest = scheme < 0 ? remote : remote.substring(scheme + 3);
    int end = scheme < 0 ? rest.indexOf(':') : rest.indexOf('/');
    String authority = end < 0 ? rest : rest.substring(0, end);
    return authority.substring(authority.lastIndexOf('@') + 1);
  }

  private static boolean isRemote(String text) {
    int scheme = text.indexOf("://");
    if (scheme > 0 && isAlphanumeric(text.substring(0, scheme))) {
      return switch (text.substring(0, scheme).toLowerCase(Locale.ROOT)) {
        case "ssh", "git" -> true;
        case "http", "https" -> text.endsWith(".git");
        default -> false;
      };
    }
    return isScpLike(text);
  }

  private static boolean isAlphanumeric(String text) {
    return text.chars().allMatch(c -> c < 128 && Character.isLetterOrDigit(c));
  }

  /** {@code user@host:path}. */
  private static boolean isScpLike(String text) {
    int at = text.indexOf('@');
    int colon = text.indexOf(':');
    return at > 0
        && colon > at + 1
        && text.substring(0, at).chars().allMatch(c -> isNameCharacter(c) || c == '_')
        && text.substring(at + 1, colon).chars().allMatch(c -> isNameCharacter(c) || c == '.');
  }

  private static boolean isNameCharacter(int c) {
    return c < 128 && (Character.isLetterOrDigit(c) || c == '-');
  }
}
