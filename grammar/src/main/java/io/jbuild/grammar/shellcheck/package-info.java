/**
 * Scripts of Dockerfiles as the program ShellCheck is to see them.
 *
 * <p>To read: {@link io.jbuild.grammar.shellcheck.Scripts} (which there are), {@link
 * io.jbuild.grammar.shellcheck.Script} (what ShellCheck gets, and the way back from its answers).
 *
 * <p>What it does not do: run ShellCheck. The command line does, and an editor may.
 */
package io.jbuild.grammar.shellcheck;
