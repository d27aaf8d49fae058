package io.jbuild.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jbuild.cli.ui.Amounts;
import io.jbuild.core.build.ContextUse;
import io.jbuild.core.context.ContextListing;
import io.jbuild.core.context.IgnoreRule;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What {@code context ls} says of files.
 *
 * @param seen rows of files that a build sees
 * @param left rows of what a rule leaves out
 */
record ContextText(ContextUse use, List<ContextListing.Row> seen, List<ContextListing.Row> left) {
  void print(PrintStream out) {
    for (ContextListing.Row row : seen) {
      String takers =
          use.of(row.path()).stream()
              .map(taker -> taker.instruction() + " (line " + taker.line() + ")")
              .collect(Collectors.joining(", "));
      out.printf(
          "%8s  %s%s%n",
          Amounts.bytes(row.size()), row.path(), takers.isEmpty() ? "" : "  taken by " + takers);
    }
    for (ContextListing.Row row : left) {
      out.printf(
          "%8s  %s  excluded by %s%n",
          Amounts.bytes(row.size()),
          row.path() + (row.folder() ? "/ (files: " + row.files() + ")" : ""),
          row.excludedBy().orElseThrow());
    }
  }

  static String total(String what, List<ContextListing.Row> rows) {
    long size = rows.stream().mapToLong(ContextListing.Row::size).sum();
    long files = rows.stream().mapToLong(ContextListing.Row::files).sum();
    return what + ": " + files + (files == 1 ? " file, " : " files, ") + Amounts.bytes(size);
  }

  String json() throws IOException {
    var mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    ArrayNode included = root.putArray("included");
    for (ContextListing.Row row : seen) {
      ObjectNode node = included.addObject().put("path", row.path()).put("size", row.size());
      ArrayNode takers = node.putArray("takenBy");
      for (ContextUse.Taker taker : use.of(row.path())) {
        ObjectNode each = takers.addObject();
        each.put("line", taker.line()).put("stage", taker.stage());
        each.put("instruction", taker.instruction());
      }
    }
    ArrayNode excluded = root.putArray("excluded");
    for (ContextListing.Row row : left) {
      IgnoreRule rule = row.excludedBy().orElseThrow();
      ObjectNode node = excluded.addObject();
      node.put("path", row.path()).put("size", row.size());
      node.put("folder", row.folder()).put("files", row.files());
      node.put("rule", rule.text()).put("file", rule.file()).put("line", rule.line());
    }
    ArrayNode notes = root.putArray("notes");
    use.notes().forEach(notes::add);
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
  }
}
