/**
 * From names of images to pinned images: named context, local store, registry, in that order.
 *
 * <p>{@link io.jbuild.core.pin.Pinner} asks the planner what is needed until nothing new appears;
 * {@link io.jbuild.core.pin.NamedContext} is what a name of the command line stands for. It reads
 * manifests and configs; layers are fetched later, and only those that something reads.
 */
package io.jbuild.core.pin;
