package io.jbuild.cli.lsp;

import io.jbuild.cli.check.ContextRules;
import io.jbuild.cli.check.HadolintConfig;
import io.jbuild.cli.check.HadolintConfigFile;
import io.jbuild.cli.check.HadolintConfigReader;
import io.jbuild.cli.check.ShellCheck;
import io.jbuild.core.context.ContextException;
import io.jbuild.core.image.Platform;
import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.SourceBytes;
import io.jbuild.grammar.check.FileChecks;
import io.jbuild.grammar.check.Finding;
import io.jbuild.grammar.check.RuleSettings;
import io.jbuild.grammar.check.SafeFixes;
import io.jbuild.grammar.lint.CheckSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * What {@code jbuild check} finds in a file, with the same configuration: that of the folder that
 * the editor has open, and the ignore file beside the Dockerfile.
 */
final class FileFindings {
  private final Workspaces workspaces;
  private final Path home;
  private final Optional<ShellCheck> shellCheck;
  private final RulePages pages;
  private final Consumer<String> complain;

  /** What ShellCheck has found in the last text that it has seen of each file. */
  private final Map<String, Scripts> scripts = new ConcurrentHashMap<>();

  private final Map<Path, Configuration> configurations = new ConcurrentHashMap<>();

  private volatile Last last;

  private record Last(TextDocument document, List<Finding> found) {}

  private record Scripts(String text, List<Diagnostic> found) {}

  private record Configuration(long modified, HadolintConfig config) {}

  /**
   * Findings of a session.
   *
   * @param complain hears of a configuration that cannot be used
   */
  FileFindings(
      Workspaces workspaces,
      Path home,
      Optional<ShellCheck> shellCheck,
      RulePages pages,
      Consumer<String> complain) {
    this.workspaces = workspaces;
    this.home = home;
    this.shellCheck = shellCheck;
    this.pages = pages;
    this.complain = complain;
  }

  /** The pages that findings link to. */
  RulePages pages() {
    return pages;
  }

  /** All that is known now; what ShellCheck has to say comes in when {@link #askShellCheck} ran. */
  List<Finding> of(TextDocument document) {
    Scripts known = scripts.get(document.uri());
    boolean fresh = known != null && known.text().equals(document.text());
    List<Finding> found =
        FileChecks.run(
            document.parsed(), settings(document.path()), fresh ? known.found() : List.of());
    last = new Last(document, found);
    return found;
  }

  /** What was found in a text last, without looking again at one that was looked at. */
  List<Finding> known(TextDocument document) {
    Last known = last;
    return known != null && known.document() == document ? known.found() : of(document);
  }

  /**
   * Starts ShellCheck on the scripts of a file.
   *
   * @return whether it has found something, so that there is more to tell
   */
  boolean askShellCheck(TextDocument document) throws IOException {
    if (shellCheck.isEmpty()) {
      return false;
    }
    Scripts known = scripts.get(document.uri());
    if (known != null && known.text().equals(document.text())) {
      return false;
    }
    List<Diagnostic> found =
        shellCheck.get().run(List.of(document.parsed().dockerfile())).getFirst();
    scripts.put(document.uri(), new Scripts(document.text(), found));
    return !found.isEmpty();
  }

  void forget(String uri) {
    scripts.remove(uri);
  }

  /** The text with all that can be mended safely. */
  Source mended(TextDocument document) {
    RuleSettings settings = settings(document.path());
    Source written = document.parsed().dockerfile().source();
    return SafeFixes.applied(
        written,
        source ->
            source == written
                ? known(document)
                : FileChecks.run(DockerfileParser.parse(source), settings));
  }

  private RuleSettings settings(Optional<Path> file) {
    Platform host = Platform.host();
    var build =
        new CheckSettings(
            Optional.empty(),
            Map.of(),
            host.toString(),
            host.toString(),
            CheckSettings.DEFAULTS.baseImages(),
            Optional.empty());
    RuleSettings settings =
        RuleSettings.DEFAULTS.withConfiguration(configuration(file).rules()).withBuild(build);
    if (file.isEmpty()) {
      return settings;
    }
    try {
      return ContextRules.load(file, Optional.empty()).into(settings);
    } catch (ContextException e) {
      complain.accept(e.getMessage());
      return settings;
    } catch (IOException e) {
      // Without its ignore file a Dockerfile can be checked all the same.
      return settings;
    }
  }

  private HadolintConfig configuration(Optional<Path> file) {
    Optional<Path> config =
        workspaces
            .folderOf(file)
            .flatMap(folder -> HadolintConfigFile.find(folder, home, System.getenv()));
    if (config.isEmpty()) {
      return HadolintConfig.NONE;
    }
    Path path = config.get();
    try {
      long modified = Files.getLastModifiedTime(path).toMillis();
      Configuration known = configurations.get(path);
      if (known == null || known.modified() != modified) {
        known = new Configuration(modified, read(path));
        configurations.put(path, known);
      }
      return known.config();
    } catch (IOException | SourceBytes.NotText e) {
      complain.accept("the configuration `" + path + "` cannot be read");
      return HadolintConfig.NONE;
    }
  }

  private HadolintConfig read(Path path) throws IOException, SourceBytes.NotText {
    Source source = SourceBytes.decode(path.toString(), Files.readAllBytes(path));
    HadolintConfigReader.Read read = HadolintConfigReader.read(source);
    read.problems().forEach(problem -> complain.accept(problem.render()));
    return read.isBad() ? HadolintConfig.NONE : read.config();
  }
}
