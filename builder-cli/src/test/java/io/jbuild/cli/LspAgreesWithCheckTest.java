package io.jbuild.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jbuild.cli.lsp.EditorClient;
import io.jbuild.grammar.SourceBytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DiagnosticCapabilities;
import org.eclipse.lsp4j.DocumentDiagnosticParams;
import org.eclipse.lsp4j.TextDocumentClientCapabilities;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line and the server say the same of every file of the corpus. */
class LspAgreesWithCheckTest {
  @TempDir Path home;

  @Test
  void ofEveryCorpusFile() throws Exception {
    Path corpus = Path.of(System.getProperty("jbuild.corpus", "../shared/corpus"));
    Assumptions.assumeTrue(Files.isDirectory(corpus), "no corpus at " + corpus);
    List<Path> files;
    try (Stream<Path> walk = Files.walk(corpus.resolve("dockerfiles"))) {
      files =
          walk.filter(Files::isRegularFile)
              .filter(f -> f.toString().matches(".*/(linux|windows)/.*"))
              .filter(f -> !f.toString().endsWith(".ast"))
              .sorted()
              .toList();
    }
    assertTrue(files.size() > 100, "files were found: " + files.size());
    Map<String, List<String>> expected = checked(files);
    Map<String, List<String>> actual = served(files);
    int agree = 0;
    for (Path file : files) {
      String name = file.toString();
      List<String> of = expected.getOrDefault(name, List.of());
      assertEquals(String.join("\n", of), String.join("\n", actual.get(name)), name);
      agree++;
    }
    System.out.println("lsp and check: " + agree + " of " + files.size() + " files agree");
  }

  private static Map<String, List<String>> checked(List<Path> files) throws Exception {
    List<String> line =
        new ArrayList<>(List.of("check", "--format=json", "--rules=buildkit,hadolint,jbuild"));
    files.forEach(file -> line.add(file.toString()));
    Invocation run = Invocation.of("", line.toArray(String[]::new));
    Map<String, List<String>> found = new TreeMap<>();
    for (JsonNode finding : new ObjectMapper().readTree(run.out())) {
      String hint = finding.get("hint").isNull() ? "" : "\n" + finding.get("hint").asText();
      found
          .computeIfAbsent(finding.get("file").asText(), key -> new ArrayList<>())
          .add(
              severity(finding.get("severity").asText())
                  + " "
                  + finding.get("rule").asText()
                  + " "
                  + finding.get("message").asText()
                  + hint);
    }
    return found;
  }

  private static int severity(String name) {
    return Arrays.asList("error", "warning", "info", "style").indexOf(name) + 1;
  }

  private Map<String, List<String>> served(List<Path> files) throws Exception {
    Map<String, List<String>> found = new TreeMap<>();
    var document = new TextDocumentClientCapabilities();
    document.setDiagnostic(new DiagnosticCapabilities());
    var capabilities = new ClientCapabilities();
    capabilities.setTextDocument(document);
    try (var editor = new EditorClient(home)) {
      editor.initialize(capabilities);
      for (Path file : files) {
        String text = SourceBytes.decode("x", Files.readAllBytes(file)).text();
        String uri = file.toAbsolutePath().normalize().toUri().toString();
        TextDocumentIdentifier opened = editor.open(uri, text);
        List<Diagnostic> diagnostics =
            editor
                .server
                .getTextDocumentService()
                .diagnostic(new DocumentDiagnosticParams(opened))
                .get(60, TimeUnit.SECONDS)
                .getLeft()
                .getItems();
        found.put(
            file.toString(),
            diagnostics.stream()
                .map(
                    d ->
                        d.getSeverity().getValue()
                            + " "
                            + d.getCode().getLeft()
                            + " "
                            + d.getMessage().getLeft())
                .toList());
      }
    }
    return found;
  }
}
