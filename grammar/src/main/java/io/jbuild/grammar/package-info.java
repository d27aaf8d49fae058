/**
 * The Dockerfile language: text in, syntax tree and diagnostics out. Needs nothing but the ANTLR
 * runtime.
 *
 * <p>To read: {@link io.jbuild.grammar.Source} and {@link io.jbuild.grammar.Range} (places), {@link
 * io.jbuild.grammar.Diagnostic} (what is to be said about them), {@link
 * io.jbuild.grammar.DockerfileParser} (the way in), {@link io.jbuild.grammar.Dockerfile}, {@link
 * io.jbuild.grammar.Stage}, {@link io.jbuild.grammar.Instruction} (the tree), {@link
 * io.jbuild.grammar.Command} and {@link io.jbuild.grammar.Heredoc} (what RUN and its kin hold),
 * {@link io.jbuild.grammar.SyntaxDump} (the tree as the reference parser writes it), {@link
 * io.jbuild.grammar.Fix} and {@link io.jbuild.grammar.TextEdits} (how to mend a text). Variables
 * are expanded by {@link io.jbuild.grammar.expand}; {@link io.jbuild.grammar.shell} reads the
 * scripts of RUN; {@link io.jbuild.grammar.lint} says what is probably not meant, {@link
 * io.jbuild.grammar.hadolint} what is no good habit; {@link io.jbuild.grammar.format} lays files
 * out.
 *
 * <pre>{@code
 * Parsed parsed = DockerfileParser.parse(new Source("Dockerfile", text));
 * parsed.diagnostics().forEach(d -> System.out.print(d.render()));
 * for (Stage stage : parsed.dockerfile().stages()) {
 *   System.out.println(stage.from().image().text());
 * }
 * Checks.run(parsed, CheckSettings.DEFAULTS).forEach(d -> System.out.print(d.render()));
 * System.out.print(Formatter.format(parsed.dockerfile().source(), FormatStyle.DEFAULT));
 * }</pre>
 *
 * <p>How it works: {@code CharacterClasses} gives the lexer each character by what it means; {@code
 * DockerfileTokens.g4} has one lexer mode for each shape of line, and its tokens put together are
 * the input; {@code LexerState} holds what a lexer has to remember (escape character,
 * here-documents that are due). {@code DockerfileSyntax.g4} takes every sequence of tokens, so
 * ANTLR never has to recover. {@code SyntaxReader} goes through a file statement by statement;
 * {@code StatementReader} joins continued lines and gives statements, the reference parser's nodes;
 * {@code InstructionReader} checks them and gives instructions, or diagnostics with hints.
 *
 * <p>Time and memory go with the text, whatever it holds: a source keeps one number for 64
 * characters of it, an instruction where it stands, and comments their offsets. The tree takes some
 * hundred bytes for a word, so a file of more than three million keywords and words is read up to
 * there, with an error that says so. Substitutions may stand in each other 200 levels deep, JSON
 * 10,000; variables may make a word longer by 4 Mi characters, those of a file all its words by 64
 * Mi; scripts of more than 256 Ki characters are read by no rule.
 *
 * <p>What it does not do: read files, expand variables by itself, or know what an instruction does
 * to an image. Options of {@code RUN --mount} and names of signals are the planner's to check.
 */
package io.jbuild.grammar;
