package io.jbuild.core.plan;

import java.util.regex.Pattern;

/** Tells sources of ADD that are not paths: URLs and git addresses. */
final class RemoteSource {
  private static final Pattern SCP_LIKE =
      Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9_.-]*@[a-zA-Z0-9_.-]+:.+");
  private static final Pattern HTTP = Pattern.compile("https?://.*");
  private static final Pattern HTTP_GIT = Pattern.compile("https?://[^?#]*\\.git([?#].*)?");

  private RemoteSource() {}

  /** Whether BuildKit takes the text for a git address. */
  static boolean isGit(String text) {
    return text.startsWith("git://")
        || text.startsWith("ssh://")
        || HTTP_GIT.matcher(text).matches()
        || SCP_LIKE.matcher(text).matches();
  }

  static boolean isUrl(String text) {
    return HTTP.matcher(text).matches() && !isGit(text);
  }
}
