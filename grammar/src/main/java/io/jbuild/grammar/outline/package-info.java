/**
 * What a Dockerfile offers to those who build it: its stages, and the args, secrets and caches that
 * a stage takes.
 *
 * <p>To read: {@link io.jbuild.grammar.outline.Target} (the stages), {@link
 * io.jbuild.grammar.outline.Outline} and {@link io.jbuild.grammar.outline.OutlineReader} (what one
 * of them takes), {@link io.jbuild.grammar.outline.StageGraph} (which needs which). They hold what
 * BuildKit's requests {@code targets} and {@code outline} answer.
 *
 * <p>What it does not do: find faults. A file with errors has no outline.
 */
package io.jbuild.grammar.outline;
