package io.jbuild.core.build;

import io.jbuild.grammar.Source;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * The build's own context, on disk by now, and its Dockerfile.
 *
 * @param fetched whether it was brought here for this build: it has no ignore rules then, as with
 *     BuildKit, and all of it may be read
 * @param dockerfile its text
 * @param dockerfilePath where the Dockerfile lies when it is a file of this machine, for the ignore
 *     file beside it
 * @param time of the source: of a commit, or of what was downloaded; nothing for a folder
 */
record MainContext(
    Path folder,
    boolean fetched,
    Source dockerfile,
    Optional<Path> dockerfilePath,
    Optional<Instant> time) {}
