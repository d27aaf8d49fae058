/**
 * Where two images differ, down to the field of a file.
 *
 * <p>To read: {@link io.jbuild.core.compare.Difference} (one place of two builds), {@link
 * io.jbuild.core.compare.ImageComparison} (all of them, layer by layer); {@link
 * io.jbuild.core.compare.ImageDifferences}, what that means for who uses the images: config, {@link
 * io.jbuild.core.compare.FileChange} by {@link io.jbuild.core.compare.RootfsComparison}, {@link
 * io.jbuild.core.compare.InstalledPackages}.
 *
 * <p>What it does not do: fetch or unpack anything. It is given the configs, and the indexes of the
 * layers that are not the same anyway.
 */
package io.jbuild.core.compare;
