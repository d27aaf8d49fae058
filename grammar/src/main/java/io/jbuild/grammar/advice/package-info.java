/**
 * jbuild's own rules: mistakes that neither BuildKit nor hadolint looks for.
 *
 * <p>To read: {@link io.jbuild.grammar.advice.AdviceRule} (the rules), {@link
 * io.jbuild.grammar.advice.Advice} (the way in), {@link io.jbuild.grammar.advice.ContextView} (what
 * it may ask of the build context, answered by who can look at files).
 *
 * <p>They say nothing where they are not sure: a rule that is wrong once is switched off for good.
 * So unused-stage leaves named stages alone, which are there for {@code --target}; secret-value
 * knows shapes, not words; the rules about order look for commands that read nothing but manifests.
 *
 * <p>What it does not do: read files, or anything that a rule of another set finds as well.
 */
package io.jbuild.grammar.advice;
