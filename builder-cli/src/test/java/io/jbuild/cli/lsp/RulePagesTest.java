package io.jbuild.cli.lsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.grammar.check.RuleCatalogue;
import io.jbuild.grammar.check.RuleInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RulePagesTest {
  private static final Path DOCS =
      Path.of(System.getProperty("jbuild.root", ".."), "docs").toAbsolutePath().normalize();

  /** The headings below the first, which is what a link of a page can lead to. */
  private static Set<String> anchors() throws IOException {
    return Files.readAllLines(DOCS.resolve("rules.md")).stream()
        .filter(line -> line.startsWith("## "))
        .map(line -> line.substring(3))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyRuleHasAPageAndEveryPlaceOfOursARule() throws IOException {
    var pages = new RulePages(Optional.of(DOCS));
    Set<String> linked = new TreeSet<>();
    for (RuleInfo rule : RuleCatalogue.all()) {
      String page = pages.of(rule).orElseThrow(() -> new AssertionError(rule.id()));
      if (page.startsWith("file:")) {
        assertTrue(page.startsWith(DOCS.resolve("rules.md").toUri() + "#"), page);
        linked.add(page.substring(page.indexOf('#') + 1));
      }
    }
    String language = pages.of(RuleCatalogue.ofCode("unknown-flag")).orElseThrow();
    linked.add(language.substring(language.indexOf('#') + 1));
    assertEquals(anchors(), linked);
  }

  @Test
  void withoutThePageOursHaveNoLink() {
    var pages = new RulePages(Optional.empty());
    assertEquals(Optional.empty(), pages.of(RuleCatalogue.ofCode("unused-stage")));
    assertTrue(pages.of(RuleCatalogue.ofCode("DL3006")).isPresent());
  }
}
