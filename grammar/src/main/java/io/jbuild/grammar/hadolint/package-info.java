/**
 * hadolint's rules that look at Dockerfiles, DL1001 to DL4006: bad habits rather than errors.
 *
 * <p>To read: {@link io.jbuild.grammar.hadolint.HadolintRule} (the rules by code and name), {@link
 * io.jbuild.grammar.hadolint.HadolintSettings} (what a configuration says), {@link
 * io.jbuild.grammar.hadolint.HadolintChecks} (the way in), {@link
 * io.jbuild.grammar.hadolint.HadolintPragmas} (what comments say, for those who run other rules
 * beside these: which are ignored where, and which shell is in force).
 *
 * <pre>{@code
 * Parsed parsed = DockerfileParser.parse(new Source("Dockerfile", text));
 * for (Diagnostic d : HadolintChecks.run(parsed, HadolintSettings.DEFAULTS)) {
 *   System.out.print(d.render());
 * }
 * }</pre>
 *
 * <p>How it works: {@code Walk} shows every instruction, triggers of ONBUILD unwrapped, to one
 * {@code Check} after the other, each a theme; {@code Scope} knows the variables and WORKDIR of the
 * place, and scripts come read from {@link io.jbuild.grammar.shell}. Rules that judge a stage by
 * what becomes of it wait for the end of the file.
 *
 * <p>A rule has one finding an instruction, in the line that hadolint names. What hadolint finds
 * and what it does not was learnt from its documentation and from recorded cases; where it is
 * plainly mistaken about a program (it takes any {@code rm -rf} for one that removes apt's lists)
 * the meaning of the rule is followed instead.
 *
 * <p>What it does not do: read files, configurations among them; run ShellCheck; look at files that
 * only the build context has.
 */
package io.jbuild.grammar.hadolint;
