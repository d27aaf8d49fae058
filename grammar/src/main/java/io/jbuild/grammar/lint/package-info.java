/**
 * BuildKit's build checks: what is probably not meant in a Dockerfile that can be built.
 *
 * <p>To read: {@link io.jbuild.grammar.lint.Rule} (the checks by name), {@link
 * io.jbuild.grammar.lint.CheckSettings} (target, build args, what is known of base images and of
 * the context), {@link io.jbuild.grammar.lint.Checks} (the way in), {@link
 * io.jbuild.grammar.lint.CheckOptions} ({@code # check=skip=…;error=true}).
 *
 * <pre>{@code
 * Parsed parsed = DockerfileParser.parse(new Source("Dockerfile", text));
 * for (Diagnostic d : Checks.run(parsed, CheckSettings.DEFAULTS)) {
 *   System.out.print(d.render());
 * }
 * }</pre>
 *
 * <p>The checks run in BuildKit's order and end where it ends: in a file with errors only those are
 * run that look at one instruction, and a base image that has no valid name ends them all. A
 * finding begins in the line that BuildKit names, the first of its instruction.
 *
 * <p>What it does not do: read files or images. What it is not told of a base image it takes to be
 * as asked for, with nothing but PATH set, as BuildKit's linter does without a registry.
 */
package io.jbuild.grammar.lint;
