/**
 * The command line of jbuild.
 *
 * <p>In reading order: {@link io.jbuild.cli.Main} reads the line, {@link io.jbuild.cli.Commands}
 * has the commands by name, {@link io.jbuild.cli.BuildCommand} builds (its plain form is read by
 * {@link io.jbuild.cli.PlainBuildLine}) or tells of the build ({@link io.jbuild.cli.BuildCall}),
 * {@link io.jbuild.cli.CheckCommand}, {@link io.jbuild.cli.ParseCommand} and {@link
 * io.jbuild.cli.FormatCommand} read a Dockerfile alone, {@link io.jbuild.cli.Failures} turns what
 * went wrong into one diagnostic and an exit code. It knows no Dockerfile and no layer: {@code
 * io.jbuild.core.build} does the work.
 */
package io.jbuild.cli;
