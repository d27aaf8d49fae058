/**
 * Compresses layers for those who get them: registries and archives. In the store the layers that
 * jbuild makes lie as plain tar.
 *
 * <p>In reading order: {@link io.jbuild.core.compress.Compression}, {@link
 * io.jbuild.core.compress.CompressedLayers}, {@link io.jbuild.core.compress.MemberOutput}, {@link
 * io.jbuild.core.compress.TarPieces}, {@link io.jbuild.core.compress.MemberFormat}, {@link
 * io.jbuild.core.compress.Deflate}. The same layer gives the same bytes for any number of threads,
 * and what was compressed once is remembered by its diffID, its parts by their content. It knows no
 * manifest and no registry, and does not decide what is compressed.
 */
package io.jbuild.core.compress;
