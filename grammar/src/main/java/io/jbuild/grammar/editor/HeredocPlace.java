package io.jbuild.grammar.editor;

import io.jbuild.grammar.Range;
import java.util.Optional;

/**
 * A here-document, closed or not.
 *
 * @param name its delimiter, without quotes
 * @param marker where the delimiter stands behind {@code <<}
 * @param quoted whether it is in quotes, so that nothing in the body is expanded
 * @param body its lines, without the one that closes it; empty if there are none yet
 * @param end the delimiter in the line that closes it
 */
public record HeredocPlace(
    String name, Range marker, boolean quoted, Range body, Optional<Range> end) {}
