/**
 * The pieces of a build, timed one at a time under JMH: {@link io.jbuild.bench.Scan} a build
 * context, {@link io.jbuild.bench.Tar} a layer, {@link io.jbuild.bench.Hash}, {@link
 * io.jbuild.bench.Compress}, {@link io.jbuild.bench.Parse}.
 *
 * <p>They tell where a change pays. Whole builds beside other builders are {@code bench/run}'s.
 */
package io.jbuild.bench;
