package io.jbuild.cli.call;

import io.jbuild.cli.template.Table;
import io.jbuild.grammar.outline.Outline;
import io.jbuild.grammar.outline.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Outlines and targets for people, in the tables of {@code docker buildx build --call}. */
public final class OutlineText {
  private OutlineText() {}

  /** Each table ends in an empty line. */
  public static String of(Outline outline) {
    var text = new StringBuilder();
    List<List<String>> head = new ArrayList<>();
    outline.name().ifPresent(name -> head.add(List.of("TARGET:", name)));
    outline.description().ifPresent(what -> head.add(List.of("DESCRIPTION:", what)));
    if (!head.isEmpty()) {
      text.append(Table.narrow(head)).append('\n');
    }
    table(
        text,
        List.of("BUILD ARG", "VALUE", "DESCRIPTION"),
        outline.args(),
        arg -> List.of(arg.name(), arg.value().orElse(""), arg.description().orElse("")));
    table(text, List.of("SECRET", "REQUIRED"), outline.secrets(), OutlineText::given);
    table(text, List.of("SSH", "REQUIRED"), outline.ssh(), OutlineText::given);
    table(text, List.of("CACHE MOUNT"), outline.caches(), cache -> List.of(cache.id()));
    return text.toString();
  }

  private static List<String> given(Outline.Given given) {
    return List.of(given.id(), given.required() ? "true" : "");
  }

  private static <T> void table(
      StringBuilder text, List<String> head, List<T> values, Function<T, List<String>> row) {
    if (!values.isEmpty()) {
      List<List<String>> rows = new ArrayList<>(List.of(head));
      values.forEach(value -> rows.add(row.apply(value)));
      text.append(Table.narrow(rows)).append('\n');
    }
  }

  /** One table, the default target marked. */
  public static String of(List<Target> targets) {
    List<List<String>> rows = new ArrayList<>(List.of(List.of("TARGET", "DESCRIPTION")));
    for (Target target : targets) {
      String mark = target.isDefault() ? "(default)" : "";
      String name = target.name().map(n -> (n + " " + mark).strip()).orElse(mark);
      rows.add(List.of(name, target.description().orElse("")));
    }
    return Table.narrow(rows);
  }
}
