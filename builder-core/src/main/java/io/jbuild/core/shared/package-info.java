/**
 * Results of steps that several machines share: {@code --cache-to} and {@code --cache-from}.
 *
 * <p>A cache is one OCI index, under the name that the user gives, of small manifests, one a
 * record. What a hit needs to know stands in the index itself, as an annotation; so one request
 * brings all of a cache that looking things up takes, and layers come when something reads them. A
 * record's manifest names its blobs, so that a registry keeps them: the record, the layer, and the
 * layer's index, by which COPY and WORKDIR look things up without the layer.
 *
 * <p>In reading order: {@link io.jbuild.core.shared.CacheOption}, {@link
 * io.jbuild.core.shared.CacheRecord}, {@link io.jbuild.core.shared.CacheDocument}, {@link
 * io.jbuild.core.shared.CachePlace}, {@link io.jbuild.core.shared.CacheSource}, {@link
 * io.jbuild.core.shared.CacheTarget}, {@link io.jbuild.core.shared.SharedCache}. What is found is
 * not trusted further than its digests: whoever may write to a cache decides what builds that use
 * it get, as with any other.
 */
package io.jbuild.core.shared;
