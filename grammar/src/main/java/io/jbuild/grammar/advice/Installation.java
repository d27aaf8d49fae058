package io.jbuild.grammar.advice;

import io.jbuild.grammar.shell.ShellWord;
import io.jbuild.grammar.shell.SimpleCommand;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A command that installs what a manifest lists.
 *
 * @param command in short, for a message
 * @param manifests the files that it reads, for a message
 */
record Installation(String command, String manifests) {
  private static final Set<String> PACKAGE_MANAGERS =
      Set.of(
          "apt-get", "apt", "apk", "yum", "dnf", "microdnf", "zypper", "pip", "pip3", "npm", "gem");

  /** If the command needs nothing but manifests, so that it could run before the rest is copied. */
  static Optional<Installation> fromManifest(SimpleCommand command) {
    List<String> words =
        command.arguments().stream()
            .map(ShellWord::text)
            .filter(word -> !word.startsWith("-"))
            .toList();
    String first = words.isEmpty() ? "" : words.getFirst();
    return switch (command.name()) {
      case "npm" ->
          words.equals(List.of("ci"))
                  || words.equals(List.of("install"))
                  || words.equals(List.of("i"))
              ? of("npm " + first, "`package.json` and `package-lock.json`")
              : Optional.empty();
      case "yarn" ->
          words.isEmpty() && !command.hasOption("version") || words.equals(List.of("install"))
              ? of("yarn install", "`package.json` and `yarn.lock`")
              : Optional.empty();
      case "pnpm" ->
          words.equals(List.of("install")) || words.equals(List.of("i"))
              ? of("pnpm install", "`package.json` and `pnpm-lock.yaml`")
              : Optional.empty();
      case "pip", "pip3" -> pip(command, words);
      case "bundle" ->
          first.equals("install")
              ? of("bundle install", "`Gemfile` and `Gemfile.lock`")
              : Optional.empty();
      case "composer" ->
          words.equals(List.of("install")) && command.hasOption("no-scripts")
              ? of("composer install", "`composer.json` and `composer.lock`")
              : Optional.empty();
      case "go" ->
          words.equals(List.of("mod", "download"))
              ? of("go mod download", "`go.mod` and `go.sum`")
              : Optional.empty();
      case "cargo" ->
          first.equals("fetch")
              ? of("cargo fetch", "`Cargo.toml` and `Cargo.lock`")
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** Only of files: {@code .} and {@code -e .} are the project itself. */
  private static Optional<Installation> pip(SimpleCommand command, List<String> words) {
    boolean project =
        command.arguments().stream()
            .map(ShellWord::text)
            .anyMatch(w -> w.equals("-e") || w.equals("--editable") || w.startsWith("."));
    return words.size() == 2
            && words.getFirst().equals("install")
            && (command.hasOption("r") || command.hasOption("requirement"))
            && words.get(1).endsWith(".txt")
            && !project
        ? of("pip install -r " + words.get(1), "`" + words.get(1) + "`")
        : Optional.empty();
  }

  private static Optional<Installation> of(String command, String manifests) {
    return Optional.of(new Installation(command, manifests));
  }

  /** Whether a command installs packages, so that it takes its time. */
  static boolean ofPackages(SimpleCommand command) {
    if (!PACKAGE_MANAGERS.contains(command.name())) {
      return false;
    }
    return command.arguments().stream()
        .map(ShellWord::text)
        .anyMatch(word -> Set.of("install", "add", "ci").contains(word));
  }
}
