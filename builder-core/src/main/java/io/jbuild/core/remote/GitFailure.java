package io.jbuild.core.remote;

import io.jbuild.core.remote.GitProgram.Outcome;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a server gave no commit. What git says last of an ssh connection, that it could not read,
 * says nothing: the reason stands in what ssh said before.
 */
final class GitFailure {
  private static final String MAY_READ =
      "check the address, and that this user may read the repository";
  private static final Pattern FINGERPRINT = Pattern.compile("\\bSHA256:[A-Za-z0-9+/=]{20,60}");
  private static final Pattern SSH = Pattern.compile("^ssh: (.*)$", Pattern.MULTILINE);

  /** The host of an ssh address with the port that it names, in either form. */
  private static final Pattern HOST =
      Pattern.compile("^(?:ssh://(?:[^@/]*@)?([^:/]+)(?::([0-9]+))?|(?:[^@/]*@)?([^:/]+):).*");

  private GitFailure() {}

  /**
   * The failure of a question or a fetch.
   *
   * @param failed what cannot be done with the repository, as {@code cannot be fetched}
   */
  static RemoteException of(String remote, String failed, Outcome outcome) {
    String what = "`" + HttpAddress.shown(remote) + "` " + failed + ": ";
    String errors = outcome.errors();
    if (errors.contains("Host key verification failed")) {
      return hostKey(remote, what, errors);
    }
    if (errors.contains("Permission denied (")) {
      return new RemoteException(
          what + "the ssh server takes none of the keys that it was offered",
          "add the right key to the agent (`ssh-add -l` lists them), or name it in `~/.ssh/config`;"
              + " check the user in the address, too");
    }
    if (errors.contains("cannot run ssh:")) {
      return new RemoteException(
          what + "the program `ssh` is not installed here", "install it (Debian: openssh-client)");
    }
    Matcher ssh = SSH.matcher(errors);
    if (ssh.find()) {
      return new RemoteException(
          what + GitProgram.shown(ssh.group(1)), "check the address and the network");
    }
    if (errors.contains("does not appear to be a git repository")) {
      return new RemoteException(what + "there is no repository at this path", MAY_READ);
    }
    return new RemoteException(what + GitProgram.said(outcome), MAY_READ);
  }

  private static RemoteException hostKey(String remote, String what, String errors) {
    Matcher parts = HOST.matcher(remote);
    String host = "HOST";
    Optional<String> port = Optional.empty();
    if (parts.matches()) {
      host = parts.group(1) == null ? parts.group(3) : parts.group(1);
      port = Optional.ofNullable(parts.group(2));
    }
    String known = port.map(number -> "-p " + number + " ").orElse("") + host;
    if (errors.contains("REMOTE HOST IDENTIFICATION HAS CHANGED")) {
      Matcher fingerprint = FINGERPRINT.matcher(errors);
      return new RemoteException(
          what
              + "the host key of `"
              + host
              + "` is not the one that is known"
              + (fingerprint.find() ? ", but `" + fingerprint.group() + "`" : "")
              + ": someone may be answering in its place",
          "ask who runs the host; if the key was changed, remove the old one from"
              + " `~/.ssh/known_hosts` (`ssh-keygen -R`) and add the new one");
    }
    return new RemoteException(
        what + "the host key of `" + host + "` is not known here",
        "compare its fingerprint with the one that the host's owner tells, then add it:"
            + " `ssh-keyscan "
            + known
            + " >> ~/.ssh/known_hosts`");
  }
}
