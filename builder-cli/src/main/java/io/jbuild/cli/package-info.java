/** The command line of jbuild. */
package io.jbuild.cli;
