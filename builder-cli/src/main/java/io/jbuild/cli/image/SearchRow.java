package io.jbuild.cli.image;

import io.jbuild.cli.template.Fields;
import io.jbuild.cli.template.Listing;
import io.jbuild.core.registry.FoundRepository;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One line of {@code search}. */
public record SearchRow(String registry, FoundRepository found) {
  /** The usual columns. */
  public static final List<String> COLUMNS =
      List.of("Name", "Description", "StarCount", "IsOfficial");

  /**
   * How lines are printed.
   *
   * @param whole whether descriptions are
   */
  public static Listing<SearchRow> listing(boolean whole) {
    Map<String, String> heads = new LinkedHashMap<>();
    heads.put("Name", "NAME");
    heads.put("Description", "DESCRIPTION");
    heads.put("StarCount", "STARS");
    heads.put("IsOfficial", "OFFICIAL");
    heads.put("IsAutomated", "AUTOMATED");
    return new Listing<>(heads, row -> row.fields(whole));
  }

  private Fields fields(boolean whole) {
    String name = found.name();
    return Fields.builder()
        .put("Name", registry.equals("docker.io") ? name : registry + "/" + name)
        .put("Description", whole ? found.description() : HistoryRow.shortened(found.description()))
        .put("StarCount", Long.toString(found.stars()))
        .put("IsOfficial", found.official() ? "[OK]" : "")
        .put("IsAutomated", "")
        .build();
  }
}
