/**
 * How a build is shown: {@link io.jbuild.cli.ui.PlainProgress} as lines, {@link
 * io.jbuild.cli.ui.TerminalProgress} on a terminal, {@link io.jbuild.cli.ui.RawJsonProgress} as
 * BuildKit's JSON. All are listeners of build events and write to standard error alone.
 */
package io.jbuild.cli.ui;
