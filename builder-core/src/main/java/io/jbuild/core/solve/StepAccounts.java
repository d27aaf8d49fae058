package io.jbuild.core.solve;

import io.jbuild.core.layer.Accounts;
import io.jbuild.core.layer.LayerException;
import io.jbuild.core.layer.RootfsView;
import io.jbuild.core.plan.BuildFailure;
import io.jbuild.core.plan.StepPlace;
import java.io.IOException;
import java.util.Optional;

/**
 * Users and groups that a step names, looked up in the image; an unknown one points at its name.
 */
final class StepAccounts {
  private StepAccounts() {}

  /** Who a step runs as. */
  static Accounts.Account user(String user, RootfsView rootfs, StepProgress progress)
      throws IOException, BuildFailure {
    Accounts accounts = Accounts.of(rootfs);
    try {
      return accounts.resolve(user.isEmpty() ? "0" : user);
    } catch (LayerException e) {
      throw unknown(e, StepPlace.Role.USER, progress);
    }
  }

  /**
   * Whose the directory of a WORKDIR becomes: as with {@code --chown}, a bare number stands for the
   * group, too.
   */
  static Accounts.Owner directoryOwner(String user, RootfsView rootfs, StepProgress progress)
      throws IOException, BuildFailure {
    Accounts accounts = Accounts.of(rootfs);
    try {
      return accounts.resolveOwner(user);
    } catch (LayerException e) {
      throw unknown(e, StepPlace.Role.USER, progress);
    }
  }

  /** Whose the files of a COPY or ADD become. */
  static Accounts.Owner owner(String owner, RootfsView rootfs, StepProgress progress)
      throws IOException, BuildFailure {
    Accounts accounts = Accounts.of(rootfs);
    try {
      return accounts.resolveOwner(owner);
    } catch (LayerException e) {
      throw unknown(e, StepPlace.Role.OWNER, progress);
    }
  }

  /** Whose the files of a linked COPY or ADD become: there is no image to look names up in. */
  static Accounts.Owner numericOwner(String owner, StepProgress progress) throws BuildFailure {
    try {
      return Accounts.parse("", "").resolveOwner(owner);
    } catch (LayerException e) {
      throw progress.failure(
          "name-with-link",
          "`--chown=" + owner + "` names a user or group, and a layer with `--link` knows no image",
          Optional.of("give the numbers of both, or leave `--link` out"),
          progress.places(StepPlace.Role.OWNER).stream().findFirst());
    }
  }

  private static BuildFailure unknown(
      LayerException failure, StepPlace.Role role, StepProgress progress) {
    return progress.failure(
        "unknown-user",
        failure.getMessage(),
        Optional.empty(),
        progress.places(role).stream().findFirst());
  }
}
