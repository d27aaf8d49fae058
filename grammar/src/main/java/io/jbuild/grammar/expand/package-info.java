/**
 * Expansion of variables in words: {@link io.jbuild.grammar.expand.WordExpander}, {@link
 * io.jbuild.grammar.expand.Variables} in, {@link io.jbuild.grammar.expand.Expansion} out.
 *
 * <p>Which words of an instruction are expanded, and with which variables, is the planner's
 * business.
 */
package io.jbuild.grammar.expand;
