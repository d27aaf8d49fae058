/**
 * From syntax tree to build graph: stages, build args, expansion, the image config. Pure: no files,
 * no network, no clock.
 *
 * <p>In reading order: {@link io.jbuild.core.plan.PlanRequest} and {@link
 * io.jbuild.core.plan.BaseImages} go into {@link io.jbuild.core.plan.Planner}; a {@link
 * io.jbuild.core.plan.Plan} of {@link io.jbuild.core.plan.Step}s comes out. {@link
 * io.jbuild.core.plan.StepIdentity} says what of a step counts for caching.
 *
 * <p>It finds no image, reads no context file, resolves no user name and runs nothing: what depends
 * on the content of a filesystem stays unresolved in the steps.
 */
package io.jbuild.core.plan;
