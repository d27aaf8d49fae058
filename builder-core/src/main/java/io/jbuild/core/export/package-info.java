/**
 * Writes images, or their files, out of the store: OCI archive or folder, docker archive, tar of
 * the files, files in a folder, registries; and checks images.
 *
 * <p>In reading order: {@link io.jbuild.core.export.OutputSpec}, {@link
 * io.jbuild.core.export.ImageForm} with {@link io.jbuild.core.export.ImageConversion}, {@link
 * io.jbuild.core.export.Export}, {@link io.jbuild.core.export.Exporter}, {@link
 * io.jbuild.core.export.Exporters}, the exporters, {@link io.jbuild.core.export.RegistryExport},
 * {@link io.jbuild.core.export.ImageCheck}. An image is brought into its form first, in the store;
 * then its blobs go out as they lie there. Archives get them as they lie unless told otherwise,
 * registries get layers of our own compressed.
 */
package io.jbuild.core.export;
