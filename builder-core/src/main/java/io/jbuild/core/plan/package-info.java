/**
 * From syntax tree to build graph: stages, build args, expansion, the image config. Pure: no files,
 * no network, no clock.
 *
 * <p>In reading order: {@link io.jbuild.core.plan.PlanRequest} and {@link
 * io.jbuild.core.plan.BaseImages} go into {@link io.jbuild.core.plan.Planner}; a {@link
 * io.jbuild.core.plan.Plan} of {@link io.jbuild.core.plan.Step}s comes out. {@link
 * io.jbuild.core.plan.StepIdentity} says what of a step counts for caching, {@link
 * io.jbuild.core.plan.PlanText} prints a plan.
 *
 * <p>Inside: {@code StageNames} resolves names, {@code StageGraph} finds the stages that are
 * needed, {@code StagePlanner} goes through their instructions with {@code RunPlanner}, {@code
 * CopyPlanner} and {@code ConfigPlanner}. Where BuildKit's behaviour is a matter of taste, its own
 * is kept, history lines included; one thing is more lenient: FROM finds a stage whatever the case
 * of its name.
 *
 * <p>It finds no image, reads no context file, resolves no user name and runs nothing: what depends
 * on the content of a filesystem stays unresolved in the steps.
 */
package io.jbuild.core.plan;
