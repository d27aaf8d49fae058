package io.jbuild.cli.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Go's text/template gives for the same templates and values. */
final class TemplateTest {
  private static final Fields CONFIG =
      Fields.builder()
          .put("Env", List.of("A=1", "B=<2>"))
          .put("Labels", Map.of("b.c", "two words", "a", "1"))
          .put("Cmd", Nil.LIST)
          .put("Volumes", Nil.MAP)
          .put("Healthcheck", Nil.POINTER)
          .build();
  private static final Fields IMAGE =
      Fields.builder()
          .put("Id", "sha256:abc")
          .put("Size", 1234L)
          .put("RepoTags", List.of("app:1", "lan:5000/app:2"))
          .put("Config", CONFIG)
          .build();

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '~',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "{{.Id}} => sha256:abc",
        "{{ .Size }} bytes => 1234 bytes",
        "{{.RepoTags}} => [app:1 lan:5000/app:2]",
        "{{.Config.Env}} => [A=1 B=<2>]",
        "{{json .Config.Env}} => [\"A=1\",\"B=<2>\"]",
        "{{.Config.Labels}} => map[a:1 b.c:two words]",
        "{{json .Config.Labels}} => {\"a\":\"1\",\"b.c\":\"two words\"}",
        "{{.Config.Labels.a}} => 1",
        "{{.Config.Labels.none}} => <no value>",
        "{{index .Config.Labels \"b.c\"}} => two words",
        "{{index .RepoTags 1}} => lan:5000/app:2",
        "{{.Config.Cmd}} {{json .Config.Cmd}} {{len .Config.Cmd}} => [] null 0",
        "{{.Config.Volumes}} {{.Config.Healthcheck}} => map[] <nil>",
        "{{range .RepoTags}}<{{.}}>{{end}} => <app:1><lan:5000/app:2>",
        "{{range $i, $t := .RepoTags}}{{if $i}}, {{end}}{{$t}}{{end}} => app:1, lan:5000/app:2",
        "{{range $k, $v := .Config.Labels}}{{$k}}={{$v}};{{end}} => a=1;b.c=two words;",
        "{{range .Config.Cmd}}x{{else}}none{{end}} => none",
        "{{with .Config.Healthcheck}}{{.Test}}{{else}}no check{{end}} => no check",
        "{{if .Config.Cmd}}a{{else if .Size}}b{{else}}c{{end}} => b",
        "{{join .RepoTags \"+\"}} => app:1+lan:5000/app:2",
        "{{.Id | upper | printf \"%-12s|\"}} => SHA256:ABC  |",
        "{{(index (split .Id \":\") 1)}} => abc",
        "{{len .RepoTags}} {{len .Id}} => 2 10",
        "{{eq .Size 1234}} {{ne .Id \"x\"}} {{gt .Size 5}} => true true true",
        "{{and .Config.Cmd .Config.Cmd.None}} => []",
        "{{or .Config.Cmd .Id}} => sha256:abc",
        "{{$x := .Id}}{{$x}} {{$.Size}} => sha256:abc 1234",
        "{{$x := 1}}{{range .RepoTags}}{{$x = 2}}{{end}}{{$x}} => 2",
        "a {{- /* note */ -}} b => ab",
        "a{{/* note */}}b => ab",
        "a  {{- .Size -}}  b => a1234b",
        "{{printf \"%q %d %5.1f%% %v\" .Id .Size 2.25 .RepoTags}} => "
            + "\"sha256:abc\" 1234   2.2% [app:1 lan:5000/app:2]",
        "{{truncate .Id 3}}{{pad .Id 1 2}}. => sha sha256:abc  .",
        "{{title \"ab cd\"}} => Ab Cd",
        "{{\"}}\"}} => }}",
      })
  void printsWhatGoPrints(String template, String printed) {
    assertEquals(printed, Template.parse(template).apply(IMAGE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '~',
      value = {
        "{{.Nothing}} => there is no field `.Nothing`; there are `.Id`",
        "{{.Id.Nothing}} => there is no field `.Nothing` in a text",
        "{{.Config.Healthcheck.Test}} => `.Test` is asked for of nothing",
        "{{html .Id}} => the function `html` of templates is not supported; there are `and`",
        "{{if false}}{{call .Id}}{{end}} => the function `call` of templates is not supported",
        "{{define \"x\"}}{{end}} => `{{define}}` of templates is not supported",
        "{{range .RepoTags}}{{break}}{{end}} => `{{break}}` of templates is not supported",
        "{{if .Id}} => `{{if}}` in the template has no `{{end}}`",
        "{{end}} => `{{end}}` stands in the template without a beginning",
        "{{.Id => an action in the template is not ended by `}}`",
        "{{\"a}} => a text in the template has no closing `\"`",
        "{{}} => an action in the template lacks a value",
        "{{.Id .Size}} => a value in the template takes no arguments",
        "{{(.Id}} => `(` in the template has no `)`",
        "{{$y}} => the template uses `$y`, which it does not set",
        "{{index .RepoTags 2}} => `index` asks for item 2 of a list of 2",
        "{{range .Size}}{{end}} => `range` needs a list or a map, not a number",
        "{{.Size | lower}} => `lower` needs a text, not a number",
        "{{printf \"%c\" .Size}} => `%c` of `printf` is not supported",
        "{{printf \"%d\"}} => `printf` has fewer arguments than its text has verbs",
        "{{.Id & .Size}} => `&` cannot stand in an action of a template",
      })
  void refusesByName(String template, String message) {
    var failure =
        assertThrows(TemplateException.class, () -> Template.parse(template).apply(IMAGE));
    assertTrue(failure.getMessage().contains(message), failure.getMessage());
  }

  @Test
  void anyTextIsPrintedOrRefused() {
    String alphabet = "{{}}{{}}.|$:=\"`()- \\ifendrangewithjsonIdSizeConfig/*%d,0 1";
    var random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder("{{");
      for (int n = random.nextInt(24); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        Template.parse(text.toString()).apply(IMAGE);
      } catch (TemplateException e) {
        assertTrue(!e.getMessage().isEmpty());
      }
    }
  }
}
