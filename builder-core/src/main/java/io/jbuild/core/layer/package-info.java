/**
 * Layers: tars written and read, their indexes, their content digests, and the trees they unpack
 * to.
 *
 * <p>In reading order: {@link io.jbuild.core.layer.Entry}, {@link io.jbuild.core.layer.FileTree}.
 * It knows no Dockerfile and no registry.
 */
package io.jbuild.core.layer;
