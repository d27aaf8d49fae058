package io.jbuild.grammar.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Run;
import io.jbuild.grammar.Source;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ShellScriptTest {
  private static Dockerfile file(String run) {
    return DockerfileParser.parse(new Source("Dockerfile", "FROM x\n" + run)).dockerfile();
  }

  private static ShellScript run(String run) {
    Dockerfile file = file(run);
    return ShellScript.of(file, (Run) file.stages().getFirst().instructions().getFirst());
  }

  /** The commands of a script given as a here-document, each as its words with blanks between. */
  private static List<String> commands(String script) {
    return run("RUN <<'END-OF-SCRIPT'\n" + script + "\nEND-OF-SCRIPT\n").commands().stream()
        .map(ShellScriptTest::words)
        .toList();
  }

  private static String words(SimpleCommand command) {
    return command.words().stream().map(ShellWord::text).collect(Collectors.joining(" "));
  }

  @Test
  void operatorsPartCommands() {
    assertEquals(List.of("a 1", "b", "c", "d", "e", "f", "g"), commands("a 1&&b||c;d|e & f |& g"));
  }

  @Test
  void linesAndCommentsPartCommands() {
    assertEquals(List.of("a", "b#c"), commands("a # b; c\n\n# d\nb#c"));
  }

  @Test
  void aContinuedLineIsOne() {
    assertEquals(List.of("a b", "cd"), commands("a \\\n  b; c\\\nd"));
  }

  @Test
  void keywordsAreNoCommands() {
    assertEquals(
        List.of("a", "b", "c", "d", "e"),
        commands("if a; then b; elif c; then ! d; else time -p e; fi"));
    assertEquals(List.of("a", "b"), commands("while a; do b; done"));
    assertEquals(List.of("b $x"), commands("for x in 1 2 $y; do b $x; done"));
    assertEquals(List.of("echo if then"), commands("echo if then"));
    assertEquals(List.of("if"), commands("'if'"));
  }

  @Test
  void subshellsGroupsAndFunctionsAreReadThrough() {
    assertEquals(List.of("a", "b", "c", "d"), commands("(a; (b)) && { c; d; }"));
    assertEquals(List.of("a", "b", "f x"), commands("f() { a; }\nfunction g { b; }\nf x"));
  }

  @Test
  void patternsOfCaseAreNoCommands() {
    assertEquals(
        List.of("one", "two", "three", "four"),
        commands("case $x in a|b) one; two ;; (c) three ;;& *) ;; esac; four"));
    assertEquals(List.of("a", "b"), commands("case x in\n# c\ny) a;;\nesac | b"));
  }

  @Test
  void pipesOfPatternsAreNoOperators() {
    assertTrue(run("RUN case x in a|b) c;; esac").operators().stream().noneMatch(Operator::isPipe));
    assertTrue(run("RUN a | b").operators().getFirst().isPipe());
    assertFalse(run("RUN a || b").operators().getFirst().isPipe());
  }

  @Test
  void substitutionsHaveCommandsOfTheirOwn() {
    assertEquals(
        List.of("echo $(a \"$(b x)\") y", "a $(b x)", "b x"), commands("echo $(a \"$(b x)\") y"));
    assertEquals(List.of("echo `a | b`", "a", "b"), commands("echo `a | b`"));
    assertEquals(List.of("echo ${x:-$(a)}", "a"), commands("echo ${x:-$(a)}"));
    assertEquals(List.of("diff <(a) <(b)", "a", "b"), commands("diff <(a) <(b)"));
    assertEquals(List.of("echo $((1 + $(a))) z", "a"), commands("echo $((1 + $(a))) z"));
    assertEquals(
        List.of("x $(case a in b) c;; esac)", "c"), commands("x $(case a in b) c;; esac)"));
  }

  @Test
  void quotesAreTakenOff() {
    assertEquals(List.of("a b c d$e `f \\g h\\ i"), commands("a 'b c' \"d\\$e \\`f \\g\" 'h\\' i"));
    SimpleCommand command = run("RUN a\"b\"'c'\\d $e").commands().getFirst();
    assertEquals("abcd", command.name());
    assertEquals("a\"b\"'c'\\d", command.words().getFirst().raw());
    assertTrue(command.words().getFirst().isStatic());
    assertFalse(command.words().getLast().isStatic());
    assertEquals("e", command.words().getLast().parts().getFirst().value());
  }

  @Test
  void emptyWordsCount() {
    assertEquals(3, run("RUN a \"\" ''").commands().getFirst().words().size());
  }

  @Test
  void assignmentsStandBeforeTheName() {
    SimpleCommand command = run("RUN A=1 B+='x y' c D=2").commands().getFirst();
    assertEquals(List.of("A", "B"), command.assignments().stream().map(Assignment::name).toList());
    assertEquals("x y", command.assignments().getLast().value().text());
    assertEquals("c D=2", words(command));
    assertEquals("", run("RUN A=(1 2) && b").commands().getFirst().name());
    assertEquals("b", run("RUN A=(1 2) && b").commands().getLast().name());
  }

  @Test
  void redirectionsAreNoWords() {
    SimpleCommand command = run("RUN a 2>&1 >>/x b &>y <<<z 3<&-").commands().getFirst();
    assertEquals("a b", words(command));
    assertEquals(
        List.of("2>&1", ">>/x", "&>y", "<<<z", "3<&-"),
        command.redirections().stream()
            .map(r -> r.descriptor() + r.operator() + r.target().raw())
            .toList());
  }

  @Test
  void bodiesOfHereDocumentsAreNoCommands() {
    ShellScript script = run("RUN cat <<A >f && b <<-'B'\nx; y\nA\n\tz\n\tB\n");
    assertEquals(List.of("cat", "b"), script.commands().stream().map(c -> words(c)).toList());
    assertEquals(2, script.heredocs().size());
    assertEquals(List.of("cat", "b"), commands("cat <<E\nx; y\nE\nb"));
  }

  @Test
  void aTestIsOneCommand() {
    assertEquals(
        List.of("[[ a < b && ( c || d ) ]]", "e"), commands("[[ a < b && ( c || d ) ]] && e"));
  }

  @Test
  void theJsonFormIsOneCommand() {
    Dockerfile file = file("RUN [\"a\", \"b && c\"]");
    Run run = (Run) file.stages().getFirst().instructions().getFirst();
    ShellScript script = ShellScript.of(file, run);
    assertEquals(List.of("a b && c"), script.commands().stream().map(c -> words(c)).toList());
    assertEquals(
        "\"b && c\"", file.source().text(script.commands().getFirst().words().getLast().range()));
  }

  @Test
  void wordsKnowTheirPlace() {
    String text = "RUN a \\\n  # comment\n\n  bc\\\nd && \\\n  e f\n";
    Dockerfile file = file(text);
    ShellScript script = run(text);
    List<String> places =
        script.commands().stream()
            .flatMap(command -> command.words().stream())
            .map(word -> file.source().text(word.range()))
            .toList();
    assertEquals(List.of("a", "bc\\\nd", "e", "f"), places);
    assertEquals(7, file.source().line(script.commands().getLast().range().start()));
  }

  @Test
  void wordsOfHereDocumentsKnowTheirPlace() {
    String text = "RUN <<-E\n\ta\n\tb c\n\tE\n";
    Dockerfile file = file(text);
    SimpleCommand last = run(text).commands().getLast();
    assertEquals("b c", file.source().text(last.range()));
    assertEquals(4, file.source().line(last.range().start()));
  }

  @Test
  void linesOfAScriptLeadBackToTheFile() {
    String run = "RUN <<E\na\n b\nE\n";
    Dockerfile file = file(run);
    Run instruction = (Run) file.stages().getFirst().instructions().getFirst();
    ShellText text =
        ShellText.of(file, instruction, (io.jbuild.grammar.ShellCommand) instruction.command());
    assertEquals("a\n b\n", text.text());
    assertEquals(file.source().text().indexOf(" b"), text.offset(2, 1));
    assertEquals(file.source().text().indexOf(" b") + 2, text.offset(2, 99));
  }

  @Test
  void optionsAreFoundByLetterAndByName() {
    SimpleCommand command = run("RUN tar -xzf a --wild --to=b -- -q").commands().getFirst();
    assertTrue(command.hasOption("z"));
    assertTrue(command.hasOption("to"));
    assertFalse(command.hasOption("w"));
    assertFalse(command.hasOption("q"));
    assertFalse(command.hasOption("wil"));
  }

  @Test
  void whatIsLeftOpenEndsWithTheText() {
    for (String open :
        List.of(
            "a 'b",
            "a \"b",
            "a $(b",
            "a `b",
            "a ${b",
            "a $((b",
            "a <<E",
            "(a",
            "case a in b",
            "[[ a",
            "f(",
            "a=(b",
            "a \\")) {
      assertTrue(commands(open).size() <= 2, open);
    }
  }
}
