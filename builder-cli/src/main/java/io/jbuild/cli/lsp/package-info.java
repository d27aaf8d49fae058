/**
 * {@code jbuild lsp}: the language server, which makes messages of LSP 3.17 out of what {@link
 * io.jbuild.grammar.editor}, {@link io.jbuild.grammar.check} and {@link io.jbuild.grammar.format}
 * say.
 *
 * <p>To read: {@link io.jbuild.cli.lsp.LanguageSession} (one client, from its first message to its
 * end), {@code DockerfileServer} (what is offered), {@code TextDocument} (an open file at one
 * version: immutable, so that answers can be worked out beside typing), {@code DocumentService}
 * (questions about a file), {@code FileFindings} (the same that {@code jbuild check} finds), {@code
 * LensQueue} and {@code Lenses} (what a build would do), {@code Places} (ranges as the protocol has
 * them).
 *
 * <p>What it does not do: build anything, write files, or hold what an answer says once it is sent.
 */
package io.jbuild.cli.lsp;
