/**
 * Lays out Dockerfiles without changing what they say.
 *
 * <p>To read: {@link io.jbuild.grammar.format.Formatter} (the way in: edits or text), {@link
 * io.jbuild.grammar.format.FormatStyle} (indent, case), {@link
 * io.jbuild.grammar.format.Indentation} (what editors do while one types).
 *
 * <pre>{@code
 * Source source = new Source("Dockerfile", text);
 * System.out.print(Formatter.format(source, FormatStyle.DEFAULT));
 * }</pre>
 *
 * <p>The layout: keywords and {@code AS} in one case at the start of their line; one space between
 * words and before a continuation; continued lines indented, those of a script by their depth, with
 * comments at the indent of what follows them; no blank line inside an instruction and at most one
 * between two; no blanks at line ends; the line ending of the first line, at the end of the file
 * too.
 *
 * <p>What stays as it is: the order of everything; quoted text; words that a continuation splits;
 * here-documents; the trigger of an ONBUILD, which images record as it is written; comments but for
 * their indent; directives and the blank lines before the first instruction, which tell directives
 * from comments. Within a line of a shell command nothing changes; between its continued lines the
 * number of blanks may, where {@code ShellText} is sure that it means nothing to the shell. As the
 * text of a RUN counts for caching, {@code FormatStyle.keepCommands} leaves even those alone.
 *
 * <p>How it works: lexemes hold every blank of a file; {@code Layout} goes through them, {@code
 * GapFinder} finds the gaps of an instruction that may be changed, {@code InstructionLayout} writes
 * them anew.
 *
 * <p>What it does not do: break or join lines, order flags, or touch the shell's own layout.
 */
package io.jbuild.grammar.format;
