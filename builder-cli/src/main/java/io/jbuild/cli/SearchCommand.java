package io.jbuild.cli;

import io.jbuild.cli.image.SearchRow;
import io.jbuild.core.registry.FoundRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jbuild search}: repositories of Docker Hub or of another registry. */
@Command(
    name = "search",
    mixinStandardHelpOptions = true,
    description =
        "Searches Docker Hub, or with HOST[:PORT]/TERM another registry: by its search, or where it"
            + " has none in its list of repositories.")
final class SearchCommand implements Callable<Integer> {
  private static final int MOST = 100;

  @Mixin private RegistryOptions registry;

  @Parameters(index = "0", paramLabel = "[HOST/]TERM", description = "What to look for.")
  private String term;

  @Option(
      names = {"-f", "--filter"},
      paramLabel = "KEY=VALUE",
      description = "Only those with stars=N or more, or is-official=true|false.")
  private List<String> filters = new ArrayList<>();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "How many at most, 1 to 100 (default: 25).")
  private int limit = 25;

  @Option(names = "--no-trunc", description = "Print whole descriptions.")
  private boolean whole;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "table, json, a template, or `table TEMPLATE`.")
  private String format = "";

  @Override
  public Integer call() throws Exception {
    if (limit < 1 || limit > MOST) {
      throw new UsageException("`--limit " + limit + "`: 1 to " + MOST + " are found", "");
    }
    Predicate<FoundRepository> chosen = chosen();
    int slash = term.indexOf('/');
    String first = slash < 0 ? "" : term.substring(0, slash);
    boolean elsewhere = first.contains(".") || first.contains(":") || first.equals("localhost");
    String host = elsewhere ? LoginCommand.host(first) : "docker.io";
    String wanted = elsewhere ? term.substring(slash + 1) : term;
    if (wanted.isEmpty() && !elsewhere) {
      throw new UsageException("there is nothing to search for", "name a term");
    }
    try (Registries registries = registry.open(Caller.fromEnvironment())) {
      List<SearchRow> rows =
          registries.get().search(host, wanted, limit).stream()
              .filter(chosen)
              .map(found -> new SearchRow(host, found))
              .toList();
      System.out.print(SearchRow.listing(whole).print(format, SearchRow.COLUMNS, rows));
      return 0;
    }
  }

  private Predicate<FoundRepository> chosen() {
    Predicate<FoundRepository> all = found -> true;
    for (String filter : filters) {
      if (filter.matches("stars=[0-9]{1,9}")) {
        long stars = Long.parseLong(filter.substring("stars=".length()));
        all = all.and(found -> found.stars() >= stars);
      } else if (filter.matches("is-official=(true|false)")) {
        boolean official = filter.endsWith("true");
        all = all.and(found -> found.official() == official);
      } else {
        throw new UsageException(
            "`--filter " + filter + "` is not known",
            "known are `stars=N` and `is-official=true|false`");
      }
    }
    return all;
  }
}
