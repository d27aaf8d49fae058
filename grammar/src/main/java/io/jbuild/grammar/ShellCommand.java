package io.jbuild.grammar;

/**
 * A command for the shell.
 *
 * @param text what the shell gets: continued lines joined without anything between them; the
 *     markers of here-documents are kept, their bodies are not in it
 * @param range where it stands, here-documents left out
 */
public record ShellCommand(String text, Range range) implements Command {}
