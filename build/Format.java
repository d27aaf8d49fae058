import com.google.googlejavaformat.java.Formatter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks or applies google-java-format over every source folder of the project.
 *
 * <p>Arguments: {@code check} or {@code apply}, then the project's folder. Exit 1 and one line per
 * file when the check finds a file that is not formatted. Files whose size and time match the last
 * clean run are not read again.
 */
final class Format {
  public static void main(String[] args) throws Exception {
    boolean apply = args[0].equals("apply");
    if (!apply && !args[0].equals("check")) {
      System.err.println("format: expected `check` or `apply`, got `" + args[0] + "`");
      System.exit(2);
    }
    Path root = Path.of(args[1]);
    Path stamp = root.resolve("target/format.stamp");
    long cleanAt = Files.exists(stamp) ? Files.getLastModifiedTime(stamp).toMillis() : 0;
    long started = System.currentTimeMillis();
    var formatter = new Formatter();
    List<String> bad = new ArrayList<>();
    for (Path file : sources(root)) {
      if (Files.getLastModifiedTime(file).toMillis() < cleanAt) {
        continue;
      }
      String text = Files.readString(file);
      String formatted = formatted(formatter, file, text);
      if (formatted.equals(text)) {
        continue;
      }
      if (apply) {
        Files.writeString(file, formatted);
      } else {
        bad.add(root.relativize(file).toString());
      }
    }
    if (!bad.isEmpty()) {
      bad.forEach(file -> System.err.println("not formatted: " + file));
      System.err.println("run `mvn -N validate -Dformat=apply` and commit what it changes");
      System.exit(1);
    }
    Files.createDirectories(stamp.getParent());
    Files.write(stamp, new byte[0]);
    Files.setLastModifiedTime(stamp, java.nio.file.attribute.FileTime.fromMillis(started));
  }

  private static String formatted(Formatter formatter, Path file, String text) throws Exception {
    try {
      return formatter.formatSourceAndFixImports(text);
    } catch (com.google.googlejavaformat.java.FormatterException e) {
      System.err.println(file + ": " + e.getMessage());
      System.exit(1);
      throw e;
    }
  }

  private static List<Path> sources(Path root) throws Exception {
    List<Path> found = new ArrayList<>();
    for (String module : List.of("grammar", "layer-cache", "builder-core", "builder-cli", "bench/micro")) {
      Path src = root.resolve(module).resolve("src");
      if (Files.isDirectory(src)) {
        try (var walk = Files.walk(src)) {
          walk.filter(p -> p.toString().endsWith(".java")).sorted().forEach(found::add);
        }
      }
    }
    return found;
  }
}
