/**
 * What a store takes room for, and how it is kept within bounds.
 *
 * <p>In reading order: {@link io.jbuild.core.space.StoreSpace} puts together what the packages
 * above the store know of their files, for the collector of layer-cache; {@link
 * io.jbuild.core.space.SpaceSettings} is how far it goes by itself, {@link
 * io.jbuild.core.space.ItemFilter} what a user wants to go. It deletes nothing itself.
 */
package io.jbuild.core.space;
