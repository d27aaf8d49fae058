/**
 * From steps to root filesystems: what is cached is found, what is not is run, in parallel.
 *
 * <p>In reading order: {@link io.jbuild.core.solve.Solver} walks the graph, {@link
 * io.jbuild.core.solve.StepRunner} solves one step through the step cache, {@link
 * io.jbuild.core.solve.Layers} has the bytes of layers at hand when something reads them. It
 * neither parses nor plans, and exports nothing.
 */
package io.jbuild.core.solve;
