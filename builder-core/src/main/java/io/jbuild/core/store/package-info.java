/**
 * The local images: names, what they stand for, and how images get in from archives and root
 * filesystems.
 *
 * <p>In reading order: {@link io.jbuild.core.store.ImageStore}, {@link
 * io.jbuild.core.store.StoredImage}, {@link io.jbuild.core.store.ImageContent}, {@link
 * io.jbuild.core.store.BlobOrigins}, {@link io.jbuild.core.store.LayoutNames}, {@link
 * io.jbuild.core.store.ImageLoad}, {@link io.jbuild.core.store.RootfsImport}; {@link
 * io.jbuild.core.store.LayoutConfigs} for those who only look. It fetches nothing, unpacks nothing
 * and deletes no blob: collecting garbage is layer-cache's, from {@link
 * io.jbuild.core.store.ImageStore#reachable()}.
 */
package io.jbuild.core.store;
