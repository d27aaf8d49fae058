/**
 * Writes images, or their files, out of the store: OCI archive or folder, docker archive, tar of
 * the files, files in a folder; and checks images.
 *
 * <p>In reading order: {@link io.jbuild.core.export.OutputSpec}, {@link
 * io.jbuild.core.export.Export}, {@link io.jbuild.core.export.Exporter}, {@link
 * io.jbuild.core.export.Exporters}, the exporters, {@link io.jbuild.core.export.ImageCheck}. Blobs
 * go out as they lie in the store: nothing is compressed here yet, and nothing is pushed.
 */
package io.jbuild.core.export;
