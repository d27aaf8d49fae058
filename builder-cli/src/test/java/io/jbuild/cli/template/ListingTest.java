package io.jbuild.cli.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What docker prints for the same rows and formats. */
final class ListingTest {
  private static final Listing<List<String>> LISTING =
      new Listing<>(
          new TreeMap<>(Map.of("Repository", "REPOSITORY", "Tag", "TAG", "ID", "IMAGE ID")),
          row ->
              Fields.builder()
                  .put("Repository", row.get(0))
                  .put("Tag", row.get(1))
                  .put("ID", row.get(2))
                  .build());
  private static final List<List<String>> ROWS =
      List.of(List.of("app", "1", "aaaaaaaaaaaa"), List.of("<none>", "<none>", "bbbbbbbbbbbb"));

  @Test
  void tableHasDockersColumns() {
    String table =
        """
        REPOSITORY   TAG       IMAGE ID
        app          1         aaaaaaaaaaaa
        <none>       <none>    bbbbbbbbbbbb
        """;
    List<String> usual = List.of("Repository", "Tag", "ID");
    assertEquals(table, LISTING.print("", usual, ROWS));
    assertEquals(table, LISTING.print("table", usual, ROWS));
    assertEquals("REPOSITORY   TAG\n", LISTING.print("", List.of("Repository", "Tag"), List.of()));
  }

  @Test
  void tableTemplateHasHeads() {
    assertEquals(
        """
        IMAGE ID       repository
        aaaaaaaaaaaa   "app"
        bbbbbbbbbbbb   "<none>"
        """
            .replace("repository", "REPOSITORY"),
        LISTING.print("table {{.ID}}\\t{{json .Repository}}", List.of(), ROWS));
  }

  @Test
  void jsonAndTemplatesPrintALineARow() {
    assertEquals(
        """
        {"ID":"aaaaaaaaaaaa","Repository":"app","Tag":"1"}
        {"ID":"bbbbbbbbbbbb","Repository":"<none>","Tag":"<none>"}
        """,
        LISTING.print("json", List.of(), ROWS));
    assertEquals(
        LISTING.print("json", List.of(), ROWS), LISTING.print("{{json .}}", List.of(), ROWS));
    assertEquals(
        "app\t1\n<none>\t<none>\n", LISTING.print("{{.Repository}}\\t{{.Tag}}", List.of(), ROWS));
  }

  @Test
  void formatsOfOldAreRefused() {
    var failure =
        assertThrows(TemplateException.class, () -> LISTING.print("raw", List.of(), ROWS));
    assertEquals(
        "`--format raw` is not supported: `table`, `json` or a template is", failure.getMessage());
  }
}
