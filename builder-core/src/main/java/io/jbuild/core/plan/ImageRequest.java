package io.jbuild.core.plan;

import io.jbuild.core.image.Platform;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Source;
import java.util.Optional;

/**
 * An image that a plan needs pinned, and the words that ask for it.
 *
 * @param name expanded; where a {@code --build-context} stands for the image, that context's name
 *     as the user gave it, however the Dockerfile spells it
 * @param hint what to say when there is no such image: it may be a stage's name misspelt
 */
public record ImageRequest(
    String name, Platform platform, Source source, Range range, Optional<String> hint) {}
