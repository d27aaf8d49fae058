/**
 * The things of a store as rows and by filters, in buildx's words: {@link
 * io.jbuild.cli.space.ItemRow}, {@link io.jbuild.cli.space.ItemFilter}, {@link
 * io.jbuild.cli.space.SpaceReport}. Text only; what is there and what goes is decided below.
 */
package io.jbuild.cli.space;
