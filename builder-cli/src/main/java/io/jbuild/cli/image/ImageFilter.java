package io.jbuild.cli.image;

import io.jbuild.core.context.GoPattern;
import io.jbuild.core.image.ImageName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * {@code --filter} of commands that list or remove images: {@code dangling}, {@code label}, {@code
 * label!}, {@code before}, {@code since}, {@code until} and {@code reference}. All have to hold; of
 * several references one.
 */
public final class ImageFilter {
  private final List<Predicate<ImageRow>> all;

  private ImageFilter(List<Predicate<ImageRow>> all) {
    this.all = all;
  }

  /** Finds when the image was made that a user names. */
  @FunctionalInterface
  public interface Lookup {
    Instant created(String name);
  }

  /**
   * Reads filters.
   *
   * @param texts each {@code KEY=VALUE}
   * @param allowed keys that the command knows
   * @throws IllegalArgumentException with a message for the user
   */
  public static ImageFilter parse(
      List<String> texts, List<String> allowed, Lookup images, Instant now) {
    List<Predicate<ImageRow>> all = new ArrayList<>();
    List<Predicate<ImageRow>> references = new ArrayList<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (equals <= 0) {
        throw new IllegalArgumentException("`--filter " + text + "` is not KEY=VALUE");
      }
      boolean not = text.charAt(equals - 1) == '!';
      String key = text.substring(0, not ? equals - 1 : equals);
      String value = text.substring(equals + 1);
      if (!allowed.contains(key) || (not && !key.equals("label"))) {
        throw new IllegalArgumentException(
            "`--filter " + text + "` is not known; known are " + known(allowed));
      }
      switch (key) {
        case "dangling" -> {
          boolean wanted = truth(text, value);
          all.add(row -> row.image().name().isEmpty() == wanted);
        }
        case "label" -> all.add(not ? label(value).negate() : label(value));
        case "before" -> {
          Instant limit = images.created(value);
          all.add(made(at -> at.isBefore(limit)));
        }
        case "since" -> {
          Instant limit = images.created(value);
          all.add(made(at -> at.isAfter(limit)));
        }
        case "until" -> {
          Instant limit = PointInTime.parse(value, now);
          all.add(made(at -> at.isBefore(limit)));
        }
        default -> references.add(reference(value));
      }
    }
    references.stream().reduce(Predicate::or).ifPresent(all::add);
    return new ImageFilter(List.copyOf(all));
  }

  /** The filter that {@code images NAME[:TAG]} stands for. */
  public ImageFilter andReference(String pattern) {
    List<Predicate<ImageRow>> more = new ArrayList<>(all);
    more.add(reference(pattern));
    return new ImageFilter(List.copyOf(more));
  }

  public List<ImageRow> apply(List<ImageRow> rows) {
    return rows.stream().filter(row -> all.stream().allMatch(p -> p.test(row))).toList();
  }

  private static Predicate<ImageRow> made(Predicate<Instant> when) {
    return row -> row.created().filter(when).isPresent();
  }

  private static Predicate<ImageRow> label(String text) {
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    Optional<String> value =
        equals < 0 ? Optional.empty() : Optional.of(text.substring(equals + 1));
    return row ->
        row.contents().stream()
            .map(content -> content.config().config().labels())
            .anyMatch(
                labels ->
                    labels.containsKey(name)
                        && value.map(wanted -> wanted.equals(labels.get(name))).orElse(true));
  }

  /** A pattern for the name, with or without tag, short or whole; a slash is matched by a slash. */
  private static Predicate<ImageRow> reference(String text) {
    GoPattern pattern;
    try {
      pattern = GoPattern.parse(text);
    } catch (GoPattern.SyntaxException e) {
      throw new IllegalArgumentException("`reference=" + text + "`: " + e.getMessage(), e);
    }
    return row ->
        row.image().name().stream()
            .flatMap(name -> forms(name).stream())
            .anyMatch(pattern::matches);
  }

  private static List<String> forms(ImageName name) {
    var bare =
        new ImageName(name.registry(), name.repository(), Optional.empty(), Optional.empty());
    return List.of(name.familiar(), bare.familiar(), name.toString(), bare.toString());
  }

  private static boolean truth(String text, String value) {
    return switch (value) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw new IllegalArgumentException("`--filter " + text + "`: true or false");
    };
  }

  private static String known(List<String> allowed) {
    return String.join(", ", allowed.stream().map(key -> "`" + key + "`").toList());
  }
}
