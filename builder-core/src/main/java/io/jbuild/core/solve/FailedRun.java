package io.jbuild.core.solve;

import io.jbuild.core.layer.FileTree;
import io.jbuild.core.plan.BuildFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A RUN that failed, with what helps to see why.
 *
 * @param failure its diagnostic
 * @param user as the image or the Dockerfile has it
 * @param environment {@code NAME=value}; values of secrets are not in it, see {@link
 *     ShownEnvironment}
 * @param outputEnd the last of what it wrote, as it came
 * @param log the file with all of what it wrote
 * @param files what it left behind, where that was asked to be kept
 */
public record FailedRun(
    BuildFailure failure,
    String workingDirectory,
    String user,
    List<String> environment,
    byte[] outputEnd,
    Optional<Path> log,
    Optional<Files> files) {
  public FailedRun {
    environment = List.copyOf(environment);
    outputEnd = outputEnd.clone();
  }

  @Override
  public byte[] outputEnd() {
    return outputEnd.clone();
  }

  /** The root filesystem as the command left it, until it is closed. */
  public interface Files extends AutoCloseable {
    /** The merged files; mounts are not among them. */
    FileTree tree() throws IOException;

    /**
     * The path that a path in the image leads to, symlinks followed inside of the image.
     *
     * @param path absolute, or relative to the working directory of the command
     */
    String resolve(String path) throws IOException;

    /**
     * Runs a shell where the command ran, with its mounts, user and environment, on this process's
     * terminal.
     *
     * @return its exit code
     */
    int shell() throws IOException, InterruptedException;

    /** Deletes them. */
    @Override
    void close() throws IOException;
  }
}
