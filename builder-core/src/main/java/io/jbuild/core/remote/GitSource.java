package io.jbuild.core.remote;

import io.jbuild.cache.Digest;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.registry.ProcessRunner;
import io.jbuild.core.remote.GitProgram.Credential;
import io.jbuild.core.remote.GitProgram.Outcome;
import io.jbuild.core.secret.Secrets;
import io.jbuild.grammar.GitAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Commits of git repositories, by way of the {@code git} program. What was fetched stays in the
 * store, so that a commit comes over the network once. Thread-safe.
 *
 * <p>Git runs as the calling user: what that user can fetch can be fetched here. The secrets {@code
 * GIT_AUTH_HEADER} and {@code GIT_AUTH_TOKEN}, with {@code .<host>} behind them for one host alone,
 * are sent to the repository's own server over HTTP.
 */
public final class GitSource {
  private static final Duration ASK_LIMIT = Duration.ofMinutes(2);

  private final StoreDirectory store;
  private final GitProgram git;
  private final Secrets secrets;
  private final CheckoutBounds bounds;

  /**
   * @param asCaller runs programs as the calling user
   */
  public GitSource(StoreDirectory store, ProcessRunner asCaller, Secrets secrets) {
    this(store, asCaller, secrets, CheckoutBounds.DEFAULT);
  }

  GitSource(StoreDirectory store, ProcessRunner asCaller, Secrets secrets, CheckoutBounds bounds) {
    this.store = store;
    this.git = new GitProgram(asCaller);
    this.secrets = secrets;
    this.bounds = bounds;
  }

  /**
   * The commit that an address stands for now: nothing is asked when it is a full id, else one
   * question goes to the server.
   *
   * @param checksum what the id must begin with; empty when any will do
   * @throws RemoteException when there is no such repository or ref, or it is not what it should be
   */
  public GitCommit resolve(GitAddress address, String checksum) throws IOException {
    if (!checksum.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
      throw new RemoteException(
          "the checksum `" + checksum + "` of a git repository is no commit id",
          "give the hex digits of the commit, or the first of them");
    }
    GitCommit commit =
        GitCommit.isFullId(address.ref())
            ? new GitCommit(address.ref(), address.ref(), "")
            : ask(address);
    if (!commit.object().startsWith(checksum) && !commit.commit().startsWith(checksum)) {
      throw new RemoteException(
          "`"
              + HttpAddress.shown(address.remote())
              + "` is at commit `"
              + commit.commit()
              + "`, not at `"
              + checksum
              + "`",
          "if the repository is meant to have changed, give the id of the new commit");
    }
    return commit;
  }

  private GitCommit ask(GitAddress address) throws IOException {
    String ref = address.ref();
    List<String> question =
        ref.isEmpty()
            ? List.of("ls-remote", "--symref", "--", address.remote(), "HEAD")
            : List.of("ls-remote", "--", address.remote(), ref, ref + "^{}");
    Outcome outcome = git.remote(Optional.empty(), credential(address), ASK_LIMIT, question);
    if (!outcome.ok()) {
      throw GitFailure.of(address.remote(), "cannot be asked", outcome);
    }
    return ref.isEmpty() ? head(address, outcome.text()) : named(address, refs(outcome.text()));
  }

  private static Map<String, String> refs(String answer) {
    Map<String, String> refs = new TreeMap<>();
    for (String line : answer.split("\n")) {
      int tab = line.indexOf('\t');
      if (tab > 0 && GitCommit.isFullId(line.substring(0, tab))) {
        refs.put(line.substring(tab + 1), line.substring(0, tab));
      }
    }
    return refs;
  }

  private static GitCommit head(GitAddress address, String answer) throws RemoteException {
    String branch = "";
    for (String line : answer.split("\n")) {
      if (line.startsWith("ref: ") && line.endsWith("\tHEAD")) {
        branch = line.substring("ref: ".length(), line.indexOf('\t')).strip();
      }
    }
    String id = refs(answer).get("HEAD");
    if (id == null) {
      throw new RemoteException(
          "`" + HttpAddress.shown(address.remote()) + "` has no default branch",
          "name a branch: `" + HttpAddress.shown(address.remote()) + "#BRANCH`");
    }
    return new GitCommit(id, id, branch);
  }

  /** A branch goes before a tag of its name, as with {@code git checkout}. */
  private static GitCommit named(GitAddress address, Map<String, String> refs)
      throws RemoteException {
    String ref = address.ref();
    for (String name :
        List.of(
            ref.startsWith("refs/") ? ref : "refs/" + ref,
            "refs/heads/" + ref,
            "refs/tags/" + ref)) {
      String id = refs.get(name);
      if (id != null) {
        return new GitCommit(id, refs.getOrDefault(name + "^{}", id), name);
      }
    }
    throw new RemoteException(
        "`" + HttpAddress.shown(address.remote()) + "` has no branch, tag or ref `" + ref + "`",
        "check the name; a commit is named by all 40 digits of its id");
  }

  /** Whether a commit is in the store, so that its files can be written without the network. */
  public boolean has(GitAddress address, GitCommit commit) throws IOException {
    return store.remote().claim(key(address), GitMirror.LOCK)
        && GitMirror.looksLikeHaving(folder(address), commit.object());
  }

  /**
   * Brings a commit into the store, where it is not there.
   *
   * @throws RemoteException when it cannot be fetched
   */
  public void fetch(GitAddress address, GitCommit commit) throws IOException {
    open(address, commit).close();
  }

  /**
   * Writes the files of a commit, with those of its submodules. They belong to the calling user,
   * are 0644 or 0755, and have the time of the commit.
   *
   * @param keepGitDir whether a {@code .git} of this one commit comes with them; only where the
   *     whole repository is meant
   * @param folder a new one is made of it; what lies there after a failure is of no use
   * @return the folder that the address means, which lies in {@code folder}
   * @throws RemoteException when it cannot be fetched, or has no such folder
   */
  public Path checkout(GitAddress address, GitCommit commit, boolean keepGitDir, Path folder)
      throws IOException {
    var checkout = new GitCheckout(git, this::open, folder, bounds);
    boolean whole = GitCheckout.clean(address.subdir()).isEmpty();
    return checkout.write(address, commit, keepGitDir && whole);
  }

  private GitMirror open(GitAddress address, GitCommit commit) throws IOException {
    boolean sha256 = commit.object().length() == 64;
    // A mirror that is made now is as good as claimed.
    store.remote().claim(key(address), GitMirror.LOCK);
    GitMirror mirror =
        GitMirror.open(git, address.remote(), credential(address), folder(address), sha256);
    try {
      if (!mirror.has(commit.object())) {
        mirror.fetch(commit);
      }
      return mirror;
    } catch (IOException | RuntimeException | Error e) {
      mirror.close();
      throw e;
    }
  }

  private Path folder(GitAddress address) {
    return store.remote().folder(key(address));
  }

  private static Digest key(GitAddress address) {
    return Digest.of(address.remote().getBytes(StandardCharsets.UTF_8));
  }

  private Optional<Credential> credential(GitAddress address) throws IOException {
    if (!address.remote().startsWith("http")) {
      return Optional.empty();
    }
    String host = address.host();
    for (String suffix : List.of("." + host, "")) {
      Optional<byte[]> header = secrets.read("GIT_AUTH_HEADER" + suffix);
      if (header.isPresent()) {
        return Optional.of(new Credential(scope(address), HttpSource.oneLine(header.get())));
      }
      Optional<byte[]> token = secrets.read("GIT_AUTH_TOKEN" + suffix);
      if (token.isPresent()) {
        String pair = "x-access-token:" + HttpSource.oneLine(token.get());
        return Optional.of(
            new Credential(
                scope(address),
                "basic "
                    + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8))));
      }
    }
    return Optional.empty();
  }

  /** GitHub's repositories share their tokens; all others are alone. */
  private static String scope(GitAddress address) {
    for (String shared : List.of("https://github.com/", "https://www.github.com/")) {
      if (address.remote().startsWith(shared)) {
        return shared;
      }
    }
    return address.remote();
  }
}
