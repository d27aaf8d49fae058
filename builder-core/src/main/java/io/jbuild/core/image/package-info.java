/**
 * The values of the OCI image spec and their one deterministic JSON form.
 *
 * <p>In reading order: {@link io.jbuild.core.image.ImageName}, {@link
 * io.jbuild.core.image.Platform} and {@link io.jbuild.core.image.PlatformMatch}, {@link
 * io.jbuild.core.image.Descriptor}, {@link io.jbuild.core.image.Manifest}, {@link
 * io.jbuild.core.image.Index}, {@link io.jbuild.core.image.ImageConfig}, {@link
 * io.jbuild.core.image.ImageJson}, {@link io.jbuild.core.image.ImageAssembly}. {@link
 * io.jbuild.core.image.SpecRules} tells which rules of the spec a document breaks. {@link
 * io.jbuild.core.image.Json} and {@link io.jbuild.core.image.JsonText} read and write the JSON
 * documents that surround images (a docker archive's {@code manifest.json}, a registry's answers)
 * too. It reads and writes bytes it is given; it opens no file and no connection.
 */
package io.jbuild.core.image;
