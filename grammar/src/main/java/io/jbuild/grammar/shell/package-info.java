/**
 * The scripts that RUN and its kin hold, as far as a reader of text can know them: which commands
 * they start, with which words, and where each stands in the Dockerfile.
 *
 * <p>To read: {@link io.jbuild.grammar.shell.ShellText} (what the shell gets, with the way back to
 * the source), {@link io.jbuild.grammar.shell.ShellScript} (the way in: the commands of a script),
 * {@link io.jbuild.grammar.shell.SimpleCommand}, {@link io.jbuild.grammar.shell.ShellWord} and
 * {@link io.jbuild.grammar.shell.WordPart} (what they are made of).
 *
 * <pre>{@code
 * ShellScript script = ShellScript.of(parsed.dockerfile(), run);
 * for (SimpleCommand command : script.commands()) {
 *   System.out.println(command.name() + " at " + command.range());
 * }
 * }</pre>
 *
 * <p>How it works: one pass over the text, each character looked at once or twice, no tree of
 * compound commands. {@code a && (b | c); if d; then e "$(f)"; fi} is the commands a, b, c, d, e
 * and f in the order of the text; keywords, operators and comments are ranges beside them. The
 * grammar is POSIX's, with what bash adds where scripts use it ({@code [[ ]]}, {@code &>}, {@code
 * <( )}, {@code $' '}, {@code function}).
 *
 * <p>What it does not do: refuse anything. Whatever the text is, there are commands, perhaps not
 * those its author meant; expansions more than {@code WordReader.DEEPEST} levels deep are taken as
 * plain text. Variables are not expanded, aliases and functions not followed, {@code sh -c} and
 * expansions within here-documents not read.
 */
package io.jbuild.grammar.shell;
