/**
 * What an editor asks about a Dockerfile: pure functions of a text and a place in it.
 *
 * <p>To read: {@link io.jbuild.grammar.editor.TextLines} (places as editors count them), {@link
 * io.jbuild.grammar.editor.Draft} and {@link io.jbuild.grammar.editor.Clause} (a file while it is
 * typed: every instruction as it stands, whole or not), {@link
 * io.jbuild.grammar.editor.Occurrences} (definition, references, rename), {@link
 * io.jbuild.grammar.editor.Completion}, {@link io.jbuild.grammar.editor.Hover}, {@link
 * io.jbuild.grammar.editor.Signatures}, {@link io.jbuild.grammar.editor.Folding}, {@link
 * io.jbuild.grammar.editor.Symbols}, {@link io.jbuild.grammar.editor.Links}, {@link
 * io.jbuild.grammar.editor.Colouring}, {@link io.jbuild.grammar.editor.Hints}.
 *
 * <p>Results are ranges and texts; the language server makes messages of its protocol out of them.
 * What lies outside of the text, files of the context and images of a store, is asked of {@link
 * io.jbuild.grammar.editor.Surroundings}.
 *
 * <p>What it does not do: find mistakes (see {@link io.jbuild.grammar.check}), lay text out (see
 * {@link io.jbuild.grammar.format}), read files or speak a protocol.
 */
package io.jbuild.grammar.editor;
