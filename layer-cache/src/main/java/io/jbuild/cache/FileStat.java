package io.jbuild.cache;

/**
 * What tells whether a file is still the one that was hashed.
 *
 * @param mtimeNanos nanoseconds since 1970
 * @param ctimeNanos nanoseconds since 1970; cannot be set by a program, unlike mtime
 * @param mode the whole {@code st_mode}
 */
public record FileStat(
    long device, long inode, long size, long mtimeNanos, long ctimeNanos, int mode) {}
