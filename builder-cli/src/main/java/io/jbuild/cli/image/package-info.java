/**
 * What commands say of the images in a store, as rows and values to be printed, in docker's words.
 *
 * <p>In reading order: {@link io.jbuild.cli.image.ImageRow} is a line of {@code images}, {@link
 * io.jbuild.cli.image.ImageFilter} chooses among them, {@link io.jbuild.cli.image.ImageDescription}
 * is what {@code inspect} prints, {@link io.jbuild.cli.image.HistoryRow} a line of {@code history},
 * {@link io.jbuild.cli.image.ImageTree} shows layers, {@link io.jbuild.cli.image.DifferencesText}
 * how two images differ.
 *
 * <p>It changes no store and prints nothing; {@code io.jbuild.cli.template} sets the text.
 */
package io.jbuild.cli.image;
