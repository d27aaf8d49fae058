/**
 * Checks of every kind put together: what an editor, a CI or {@code jbuild check} wants to know of
 * a file.
 *
 * <p>To read: {@link io.jbuild.grammar.check.RuleSettings} (which rules look, and what they are
 * told), {@link io.jbuild.grammar.check.FileChecks} (the way in), {@link
 * io.jbuild.grammar.check.Finding} and {@link io.jbuild.grammar.check.RuleInfo} (what comes out),
 * {@link io.jbuild.grammar.check.RuleCatalogue} (every rule by id and name), {@link
 * io.jbuild.grammar.check.Shown} (findings of several sets that say the same), {@link
 * io.jbuild.grammar.check.SafeFixes} (mending without asking).
 *
 * <pre>{@code
 * Parsed parsed = DockerfileParser.parse(new Source("Dockerfile", text));
 * for (Finding finding : FileChecks.run(parsed, RuleSettings.DEFAULTS)) {
 *   System.out.println(finding.line() + " " + finding.rule().id());
 * }
 * }</pre>
 *
 * <p>What it does not do: look at files or images, or run ShellCheck; who does hands over what was
 * found.
 */
package io.jbuild.grammar.check;
