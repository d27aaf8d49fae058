/**
 * How a build is shown: {@link io.jbuild.cli.ui.PlainProgress} as lines, {@link
 * io.jbuild.cli.ui.TerminalProgress} on a terminal. Both are listeners of build events and write to
 * standard error alone.
 */
package io.jbuild.cli.ui;
