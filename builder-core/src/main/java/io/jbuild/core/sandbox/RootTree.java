package io.jbuild.core.sandbox;

import java.nio.file.Path;

/**
 * A folder that is the root of a run as it is, and keeps what the command changes.
 *
 * @param tree a sibling {@code <tree>.stubs} or {@code <tree>.aside} is made and removed
 */
public record RootTree(Path tree) implements RunRoot {}
