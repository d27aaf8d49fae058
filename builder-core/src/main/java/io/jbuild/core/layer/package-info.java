/**
 * Layers: tars written and read, their indexes, their content digests, the trees they unpack to,
 * and the root filesystem they add up to.
 *
 * <p>In reading order: {@link io.jbuild.core.layer.Entry} and {@link
 * io.jbuild.core.layer.FileTree}; {@link io.jbuild.core.layer.LayerWriter} (with {@code TarHeader})
 * and {@link io.jbuild.core.layer.LayerIndex}; {@link io.jbuild.core.layer.LayerReader} (with
 * {@code TarReader}), {@link io.jbuild.core.layer.UnpackBounds}, {@code LayerModel}, {@link
 * io.jbuild.core.layer.LayerIndexer} and {@link io.jbuild.core.layer.Unpacker}; {@link
 * io.jbuild.core.layer.RootfsView}, {@link io.jbuild.core.layer.ImpliedDirectories}; {@link
 * io.jbuild.core.layer.UpperDiff}.
 *
 * <p>Tars are written and read by our own code: libraries decode names and extended attributes as
 * text, which loses bytes, and a layer must not.
 *
 * <p>It knows no Dockerfile and no registry, makes no device node, and mounts nothing: what the
 * Java library cannot do to a file goes through {@link io.jbuild.core.layer.SpecialFiles}.
 */
package io.jbuild.core.layer;
