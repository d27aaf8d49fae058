package io.jbuild.core.solve;

import io.jbuild.cache.CacheFolders;
import io.jbuild.core.sandbox.ControlGroups;
import io.jbuild.core.sandbox.Sandbox;
import io.jbuild.core.secret.Secrets;
import io.jbuild.core.secret.SshAgents;
import java.io.IOException;

/**
 * What commands have of the machine and of the user, and what is in no step.
 *
 * @param sandboxes asked when the first command has to run, not before
 * @param keepsOwners whether files keep the owners that a command gives them
 * @param caches the folders of cache mounts
 * @param groups the control groups that commands run in
 * @param shared what cache mounts begin with
 * @param failedRuns told of commands that fail
 */
public record RunSurroundings(
    SandboxSource sandboxes,
    boolean keepsOwners,
    CacheFolders caches,
    Secrets secrets,
    SshAgents agents,
    RunSettings settings,
    ControlGroups groups,
    FailedRuns failedRuns,
    SecretWatch secretWatch,
    SharedRecords shared) {
  /** Gives the sandbox. */
  @FunctionalInterface
  public interface SandboxSource {
    Sandbox get() throws IOException;
  }
}
