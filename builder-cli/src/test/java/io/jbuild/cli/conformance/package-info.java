/**
 * Builds recorded from BuildKit, built again by the distribution's launcher, as a user starts it.
 *
 * <p>In reading order: {@link io.jbuild.cli.conformance.ConformanceIT} builds every case of a
 * folder, {@link io.jbuild.cli.conformance.CaseRun} one of them, {@link
 * io.jbuild.cli.conformance.Comparison} says what is not as recorded. Nothing here calls jbuild's
 * own classes: what comes out is read with other means.
 */
package io.jbuild.cli.conformance;
