package io.jbuild.cli.check;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The formats by their names. */
public final class ReportFormats {
  /** As {@code --format} takes them. */
  public static final List<String> NAMES =
      List.of("text", "json", "sarif", "github", "checkstyle", "gitlab-codeclimate", "junit");

  private ReportFormats() {}

  /**
   * The format of a name, those of hadolint's formats included that are the same thing.
   *
   * @param colour whether text may be coloured
   */
  public static Optional<ReportFormat> named(String name, boolean colour, String version) {
    return switch (name.toLowerCase(Locale.ROOT).replace('_', '-')) {
      case "text", "tty" -> Optional.of(new TextFormat(colour));
      case "json" -> Optional.of(new JsonFormat());
      case "sarif" -> Optional.of(new SarifFormat(version));
      case "github" -> Optional.of(new GithubFormat());
      case "checkstyle" -> Optional.of(new CheckstyleFormat());
      case "gitlab-codeclimate", "codeclimate" -> Optional.of(new CodeClimateFormat());
      case "junit" -> Optional.of(new JunitFormat());
      default -> Optional.empty();
    };
  }
}
