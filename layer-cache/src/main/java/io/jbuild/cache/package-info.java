/**
 * What jbuild keeps on disk: content-addressed blobs, unpacked trees, step records, and the leases
 * under which several processes use them at once.
 *
 * <p>In reading order: {@link io.jbuild.cache.Digest}, {@link io.jbuild.cache.StoreDirectory},
 * {@link io.jbuild.cache.BlobStore}, {@link io.jbuild.cache.TreeStore}, {@link
 * io.jbuild.cache.DigestFiles}, {@link io.jbuild.cache.StepCache}, {@link
 * io.jbuild.cache.StatCache}, {@link io.jbuild.cache.CacheFolders}, {@link
 * io.jbuild.cache.StepLogs}.
 *
 * <p>Everything but a log appears by a rename, so that a process can be killed at any moment.
 * Nothing waits for the disk: a damaged small record counts as missing, and what of the rest was
 * not on the disk when the machine stopped is found by {@link io.jbuild.cache.CrashCheck}.
 *
 * <p>It knows bytes, digests and keys: no Dockerfile, no OCI document, no tar. {@link
 * io.jbuild.cache.Collector} tells what all of it is there for, and drops what can be dropped: what
 * images need it is told as {@link io.jbuild.cache.Needs}, what builds use it sees by the times of
 * files.
 */
package io.jbuild.cache;
