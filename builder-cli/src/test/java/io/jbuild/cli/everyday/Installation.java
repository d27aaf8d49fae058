package io.jbuild.cli.everyday;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** jbuild as one user has it: a home and a store of their own. */
record Installation(Mode mode, Path home) {
  private static final Map<Mode, Installation> SHARED = new EnumMap<>(Mode.class);

  /** A user's installation with an empty store. */
  static Installation fresh(Mode mode) {
    mode.require();
    Path home = Workspace.folder("home-" + mode.user());
    Command.ok("chown", mode.user() + ":", home.toString());
    return new Installation(mode, home);
  }

  /** The installation that all tests of a mode share; what they build has names of its own. */
  static synchronized Installation shared(Mode mode) {
    mode.require();
    return SHARED.computeIfAbsent(mode, Installation::fresh);
  }

  Path store() {
    return home.resolve(".local/share/jbuild");
  }

  /** Runs jbuild as the user, in the user's home, with a clean environment. */
  Command jbuild(String... arguments) {
    return Command.run(words(arguments), Map.of(), home);
  }

  /** The words that start jbuild as the user. */
  List<String> words(String... arguments) {
    List<String> words = new ArrayList<>();
    if (mode != Mode.ROOT) {
      words.addAll(List.of("runuser", "-u", mode.user(), "--"));
    }
    words.addAll(
        List.of(
            "env",
            "-i",
            "HOME=" + home,
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            Workspace.launcher().toString()));
    words.addAll(Arrays.asList(arguments));
    return words;
  }

  /** Builds a folder under a name and returns the plain progress. */
  String build(Path context, String name, String... options) {
    return build(context, name, List.of(options));
  }

  String build(Path context, String name, List<String> options) {
    List<String> words = new ArrayList<>(List.of("build", "--progress", "plain", "-t", name));
    words.addAll(options);
    words.add(context.toString());
    return jbuild(words.toArray(String[]::new)).succeeded().err();
  }

  /** What an image prints when it runs. */
  String run(String... arguments) {
    List<String> words = new ArrayList<>(List.of("run"));
    words.addAll(Arrays.asList(arguments));
    return jbuild(words.toArray(String[]::new)).succeeded().out();
  }
}
