/**
 * Where two images differ, down to the field of a file.
 *
 * <p>To read: {@link io.jbuild.core.compare.Difference} (one place), {@link
 * io.jbuild.core.compare.ImageComparison} (all of them).
 *
 * <p>What it does not do: fetch or unpack anything. It is given the configs, and the indexes of the
 * layers that are not the same anyway.
 */
package io.jbuild.core.compare;
