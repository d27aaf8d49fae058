package io.jbuild.core.remote;

import io.jbuild.core.remote.GitProgram.Outcome;
import io.jbuild.grammar.GitAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A repository in a repository: a commit at a path, and where {@code .gitmodules} says it lies.
 *
 * @param path of the folder, as the tree has it
 * @param address that a submodule may have: no path of this machine, no program
 */
record GitSubmodule(String path, String commit, GitAddress address) {
  private static final String LINK = "160000 commit ";

  /**
   * Those of a commit.
   *
   * @throws RemoteException when one has no address, or one that is not to be asked
   */
  static List<GitSubmodule> of(GitMirror mirror, GitAddress parent, String commit)
      throws IOException {
    Outcome tree =
        GitMirror.must(
            mirror.run(List.of("ls-tree", "-r", "-z", "--full-tree", commit)), "list a commit");
    List<GitSubmodule> found = new ArrayList<>();
    Map<String, String> urls = null;
    for (String line : tree.text().split("\0")) {
      if (!line.startsWith(LINK)) {
        continue;
      }
      urls = urls == null ? urls(mirror, commit) : urls;
      int tab = line.indexOf('\t');
      String path = line.substring(tab + 1);
      String url = urls.get(path);
      if (url == null) {
        throw new RemoteException(
            "the submodule `"
                + path
                + "` of `"
                + HttpAddress.shown(parent.remote())
                + "` has no address in `.gitmodules`",
            "leave submodules out with `?submodules=false`");
      }
      found.add(
          new GitSubmodule(path, line.substring(LINK.length(), tab), address(parent, path, url)));
    }
    return found;
  }

  /** The addresses in {@code .gitmodules} by path. */
  private static Map<String, String> urls(GitMirror mirror, String commit) throws IOException {
    Outcome config =
        mirror.run(List.of("config", "--blob", commit + ":.gitmodules", "-z", "--list"));
    Map<String, String> paths = new HashMap<>();
    Map<String, String> urls = new HashMap<>();
    for (String entry : config.ok() ? config.text().split("\0") : new String[0]) {
      int line = entry.indexOf('\n');
      String key = line < 0 ? entry : entry.substring(0, line);
      String value = line < 0 ? "" : entry.substring(line + 1);
      if (key.startsWith("submodule.") && key.endsWith(".path")) {
        paths.put(key.substring(0, key.length() - ".path".length()), value);
      } else if (key.startsWith("submodule.") && key.endsWith(".url")) {
        urls.put(key.substring(0, key.length() - ".url".length()), value);
      }
    }
    Map<String, String> byPath = new HashMap<>();
    paths.forEach(
        (name, path) -> {
          if (urls.containsKey(name)) {
            byPath.put(
                path.endsWith("/") ? path.substring(0, path.length() - 1) : path, urls.get(name));
          }
        });
    return byPath;
  }

  private static GitAddress address(GitAddress parent, String path, String url)
      throws RemoteException {
    String remote =
        url.startsWith("./") || url.startsWith("../") ? relative(parent.remote(), url) : url;
    boolean web = remote.startsWith("https://") || remote.startsWith("http://");
    boolean known = web || GitAddress.parse(withoutMarks(remote)).isPresent();
    if (!known || remote.startsWith("-")) {
      throw new RemoteException(
          "the submodule `"
              + path
              + "` of `"
              + HttpAddress.shown(parent.remote())
              + "` lies at `"
              + HttpAddress.shown(url)
              + "`, which is no web, ssh or git address",
          "leave submodules out with `?submodules=false`");
    }
    return new GitAddress(remote, "", "", "", Optional.empty(), Optional.empty(), false, false);
  }

  /** A submodule's address has no query and no fragment; such characters belong to its path. */
  private static String withoutMarks(String remote) {
    return remote.replace("#", "").replace("?", "");
  }

  /** As git resolves it: against the parent's address as if that were a folder. */
  private static String relative(String parent, String url) {
    String base = parent.endsWith("/") ? parent.substring(0, parent.length() - 1) : parent;
    String rest = url;
    while (true) {
      if (rest.startsWith("./")) {
        rest = rest.substring(2);
      } else if (rest.startsWith("../")) {
        rest = rest.substring(3);
        int slash = base.lastIndexOf('/');
        int colon = base.lastIndexOf(':');
        base = base.substring(0, Math.max(0, Math.max(slash, colon)));
        if (colon > slash) {
          return base + ":" + rest;
        }
      } else {
        return base + "/" + rest;
      }
    }
  }
}
