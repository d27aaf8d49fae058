/**
 * The values of the OCI image spec and their one deterministic JSON form.
 *
 * <p>In reading order: {@link io.jbuild.core.image.ImageName}, {@link
 * io.jbuild.core.image.Platform}, {@link io.jbuild.core.image.Descriptor}, {@link
 * io.jbuild.core.image.Manifest}, {@link io.jbuild.core.image.Index}, {@link
 * io.jbuild.core.image.ImageConfig}. It reads and writes bytes it is given; it opens no file and no
 * connection.
 */
package io.jbuild.core.image;
