package io.jbuild.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jbuild.cli.ui.Amounts;
import io.jbuild.core.context.ContextListing;
import io.jbuild.core.context.IgnoreRule;
import io.jbuild.core.context.IgnoreRules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jbuild context ls}: the files of a context, and which rule leaves out which. */
@Command(
    name = "ls",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Lists what a build sees of a folder and what its ignore file leaves out.")
final class ContextLsCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "DIR",
      description = "The context (default: .).")
  private Path folder = Path.of(".");

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "The Dockerfile: FILE.dockerignore counts where there is one.")
  private Path file;

  @Option(names = "--included", description = "What a build sees, alone.")
  private boolean included;

  @Option(names = "--excluded", description = "What is left out, alone.")
  private boolean excluded;

  @Option(names = "--format", paramLabel = "text|json", description = "Default: text.")
  private String format = "text";

  @Override
  public Integer call() throws IOException {
    if (!List.of("text", "json").contains(format)) {
      throw new UsageException("there is no format `" + format + "`", "allowed: `text`, `json`");
    }
    Path dockerfile = file == null ? folder.resolve("Dockerfile") : file;
    IgnoreRules rules = IgnoreRules.load(folder, Optional.of(dockerfile));
    List<ContextListing.Row> rows = ContextListing.of(folder, rules).rows();
    boolean all = included == excluded;
    List<ContextListing.Row> seen =
        rows.stream().filter(row -> row.excludedBy().isEmpty()).toList();
    List<ContextListing.Row> left =
        rows.stream().filter(row -> row.excludedBy().isPresent()).toList();
    if (format.equals("json")) {
      json(all || included ? seen : List.of(), all || excluded ? left : List.of());
    } else {
      text(all || included ? seen : List.of(), all || excluded ? left : List.of());
      System.out.println(total("a build sees", seen) + "; " + total("left out", left));
    }
    return 0;
  }

  private static void text(List<ContextListing.Row> seen, List<ContextListing.Row> left) {
    seen.forEach(row -> System.out.printf("%8s  %s%n", Amounts.bytes(row.size()), row.path()));
    for (ContextListing.Row row : left) {
      System.out.printf(
          "%8s  %s  excluded by %s%n",
          Amounts.bytes(row.size()),
          row.path() + (row.folder() ? "/ (files: " + row.files() + ")" : ""),
          row.excludedBy().orElseThrow());
    }
  }

  private static String total(String what, List<ContextListing.Row> rows) {
    long size = rows.stream().mapToLong(ContextListing.Row::size).sum();
    long files = rows.stream().mapToLong(ContextListing.Row::files).sum();
    return what + ": " + files + (files == 1 ? " file, " : " files, ") + Amounts.bytes(size);
  }

  private static void json(List<ContextListing.Row> seen, List<ContextListing.Row> left)
      throws IOException {
    var mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    var included = root.putArray("included");
    for (ContextListing.Row row : seen) {
      included.addObject().put("path", row.path()).put("size", row.size());
    }
    var excluded = root.putArray("excluded");
    for (ContextListing.Row row : left) {
      IgnoreRule rule = row.excludedBy().orElseThrow();
      ObjectNode node = excluded.addObject();
      node.put("path", row.path()).put("size", row.size());
      node.put("folder", row.folder()).put("files", row.files());
      node.put("rule", rule.text()).put("file", rule.file()).put("line", rule.line());
    }
    System.out.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root));
  }
}
