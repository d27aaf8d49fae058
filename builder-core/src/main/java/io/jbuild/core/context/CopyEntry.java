package io.jbuild.core.context;

import io.jbuild.core.layer.ContentSource;
import io.jbuild.core.layer.Entry;

/**
 * One entry of the layer that a COPY or ADD makes.
 *
 * @param content the bytes of a regular file; {@link ContentSource#NONE} for all else
 */
public record CopyEntry(Entry entry, ContentSource content) {}
