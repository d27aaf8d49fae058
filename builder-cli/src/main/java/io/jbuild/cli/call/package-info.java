/**
 * How the answers of {@code build --call} are written.
 *
 * <p>To read: {@link io.jbuild.cli.call.OutlineText} (for people), {@link
 * io.jbuild.cli.call.CallJson} (for programs). Both keep to the forms of {@code docker buildx}, so
 * that scripts made for it go on working. What is answered comes from {@code
 * io.jbuild.grammar.outline} and {@code io.jbuild.grammar.check}.
 */
package io.jbuild.cli.call;
