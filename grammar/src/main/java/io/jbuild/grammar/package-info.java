/** The Dockerfile language: source text in, syntax tree and diagnostics out. */
package io.jbuild.grammar;
