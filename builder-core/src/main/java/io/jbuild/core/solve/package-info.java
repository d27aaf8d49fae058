/**
 * From steps to root filesystems: what is cached is found, what is not is run, in parallel.
 *
 * <p>In reading order: {@link io.jbuild.core.solve.Solver} walks the graph, {@link
 * io.jbuild.core.solve.StepRunner} solves one step through the step cache, {@link
 * io.jbuild.core.solve.Layers} has the bytes of layers at hand when something reads them. {@link
 * io.jbuild.core.solve.Snapshots} has a command work on an overlay or a copy of its files, {@link
 * io.jbuild.core.solve.FailedRuns} keeps what a failed one leaves, {@link
 * io.jbuild.core.solve.SecretWatch} looks for secrets in what a good one leaves. It neither parses
 * nor plans, and exports nothing.
 *
 * <p>{@link io.jbuild.core.solve.Explanations} compares steps that run with the records of earlier
 * ones, for those who ask why. {@link io.jbuild.core.solve.Forecast} tells out of these records
 * what would run, and runs nothing.
 */
package io.jbuild.core.solve;
