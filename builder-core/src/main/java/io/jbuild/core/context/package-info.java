/**
 * Build contexts and what COPY and ADD take from them and make of it.
 *
 * <p>In reading order: {@link io.jbuild.core.context.IgnoreRules}, {@link
 * io.jbuild.core.context.BuildContext}, {@link io.jbuild.core.context.CopySelection}, {@link
 * io.jbuild.core.context.CopyPlan}. {@link io.jbuild.core.context.KnownSelections} are those of
 * earlier builds, for as long as nothing changed. The semantics are those of the Dockerfile
 * reference and, where it is silent, those that BuildKit was seen to have. It knows no Dockerfile
 * and writes no layer: it says which entries a layer has and where their bytes are.
 */
package io.jbuild.core.context;
