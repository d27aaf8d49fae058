package io.jbuild.cli.image;

import io.jbuild.cli.template.Fields;
import io.jbuild.cli.template.GoJson;
import io.jbuild.cli.ui.Amounts;
import io.jbuild.core.compare.Difference;
import io.jbuild.core.compare.FileChange;
import io.jbuild.core.compare.ImageDifferences;
import io.jbuild.core.compare.ImageDifferences.PackageChange;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.EntryType;
import io.jbuild.core.layer.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How two images differ, as text and as JSON. */
public final class DifferencesText {
  private DifferencesText() {}

  /** A part for config, packages and files each where they differ, and one line that sums up. */
  public static String of(ImageDifferences found) {
    var text = new StringBuilder();
    if (!found.config().isEmpty()) {
      text.append("Config\n");
      found.config().forEach(change -> text.append("  ").append(config(change)).append('\n'));
    }
    if (!found.packages().isEmpty()) {
      text.append("Packages\n");
      found.packages().forEach(change -> text.append("  ").append(packages(change)).append('\n'));
    }
    for (String folder : found.notRead()) {
      text.append("Packages in `").append(folder).append("` (rpm) are not read\n");
    }
    if (!found.files().isEmpty()) {
      text.append("Files\n");
      found.files().forEach(change -> text.append("  ").append(file(change)).append('\n'));
    }
    return text.append(summary(found)).append('\n').toString();
  }

  private static String config(Difference change) {
    return change.field() + ": " + shown(change.first()) + " -> " + shown(change.second());
  }

  private static String shown(String value) {
    return value.isEmpty() ? "nothing" : Names.shown(value);
  }

  private static String packages(PackageChange change) {
    String name = Names.shown(change.name());
    String first = Names.shown(change.first());
    String second = Names.shown(change.second());
    return change.first().isEmpty()
        ? "+ " + name + " " + second
        : change.second().isEmpty()
            ? "- " + name + " " + first
            : "~ " + name + " " + first + " -> " + second;
  }

  private static String file(FileChange change) {
    String path = Names.shown(change.path());
    return switch (change.kind()) {
      case ADDED -> "+ " + path + size(change.second().orElseThrow());
      case REMOVED -> "- " + path + size(change.first().orElseThrow());
      case CHANGED -> {
        long before = change.first().orElseThrow().size();
        long after = change.second().orElseThrow().size();
        List<String> details = new ArrayList<>();
        if (before != after) {
          details.add(Amounts.bytes(before) + " -> " + Amounts.bytes(after));
        }
        details.addAll(change.details());
        yield "~ " + path + " " + Names.shown(String.join(", ", details));
      }
    };
  }

  private static String size(Entry entry) {
    return switch (entry.type()) {
      case FILE -> " " + Amounts.bytes(entry.size());
      case DIRECTORY -> "/";
      case SYMLINK -> " -> " + Names.shown(entry.linkTarget());
      default -> " (" + entry.type().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ")";
    };
  }

  private static String summary(ImageDifferences found) {
    if (found.isEmpty()) {
      return "No differences, times aside";
    }
    long growth = found.files().stream().mapToLong(FileChange::growth).sum();
    return count(found, FileChange.Kind.ADDED)
        + " added, "
        + count(found, FileChange.Kind.REMOVED)
        + " removed, "
        + count(found, FileChange.Kind.CHANGED)
        + " changed; "
        + (growth < 0 ? "-" : "+")
        + Amounts.bytes(Math.abs(growth))
        + "; "
        + found.packages().size()
        + " of packages, "
        + found.config().size()
        + " of the config";
  }

  private static long count(ImageDifferences found, FileChange.Kind kind) {
    return found.files().stream().filter(change -> change.kind() == kind).count();
  }

  /** One object. */
  public static String json(ImageDifferences found) {
    Fields all =
        Fields.builder()
            .put(
                "config",
                found.config().stream()
                    .map(
                        change ->
                            Fields.builder()
                                .put("field", change.field())
                                .put("first", change.first())
                                .put("second", change.second())
                                .build())
                    .toList())
            .put(
                "packages",
                found.packages().stream()
                    .map(
                        change ->
                            Fields.builder()
                                .put("name", change.name())
                                .put("first", change.first())
                                .put("second", change.second())
                                .build())
                    .toList())
            .put("packagesNotRead", found.notRead())
            .put("files", found.files().stream().map(DifferencesText::fields).toList())
            .build();
    return GoJson.pretty(all) + "\n";
  }

  private static Fields fields(FileChange change) {
    return Fields.builder()
        .put("path", change.path())
        .put("kind", change.kind().name().toLowerCase(Locale.ROOT))
        .putOptional("first", change.first().map(DifferencesText::entry).orElse(null))
        .putOptional("second", change.second().map(DifferencesText::entry).orElse(null))
        .build();
  }

  private static Fields entry(Entry entry) {
    boolean file = entry.type() == EntryType.FILE;
    return Fields.builder()
        .put("type", entry.type().name().toLowerCase(Locale.ROOT))
        .put("mode", Integer.toOctalString(entry.mode()))
        .put("uid", (long) entry.uid())
        .put("gid", (long) entry.gid())
        .putOptional("size", file ? entry.size() : null)
        .putOptional("digest", file ? entry.content().map(Object::toString).orElse("") : "")
        .putOptional("target", entry.linkTarget())
        .build();
  }
}
