/**
 * Bad input as a user meets it: {@link io.jbuild.cli.badinput.BadInputIT} runs the folders of
 * {@code testdata/bad}, each with the built jbuild in a process of its own.
 */
package io.jbuild.cli.badinput;
