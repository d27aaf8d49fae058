/**
 * What {@code jbuild check} does around the rules.
 *
 * <p>To read: {@link io.jbuild.cli.check.CheckReport} (what was found), {@link
 * io.jbuild.cli.check.ReportFormat} and {@link io.jbuild.cli.check.ReportFormats} (how it is
 * written, one small class a format), {@link io.jbuild.cli.check.CheckRun} (files checked
 * together), {@link io.jbuild.cli.check.ShellCheck} (what that program says of their scripts),
 * {@link io.jbuild.cli.check.HadolintConfigReader} (what a configuration asks for), {@link
 * io.jbuild.cli.check.FixedFile} (what was mended).
 *
 * <p>It knows nothing of options and exit codes, which are {@code io.jbuild.cli}'s, and of no rule,
 * which are {@code io.jbuild.grammar.check}'s.
 */
package io.jbuild.cli.check;
