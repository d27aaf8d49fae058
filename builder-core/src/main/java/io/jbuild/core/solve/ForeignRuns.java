package io.jbuild.core.solve;

import io.jbuild.core.image.Platform;
import io.jbuild.core.sandbox.Emulation;
import io.jbuild.core.sandbox.ForeignPrograms;
import java.io.IOException;
import java.util.Optional;

/** What commands of a platform need to run on this machine. */
public final class ForeignRuns {
  private ForeignRuns() {}

  /**
   * Nothing for commands of this machine's own platform, for which nothing is looked up.
   *
   * @throws io.jbuild.core.sandbox.SandboxException when nothing can run them
   */
  public static Optional<Emulation> need(Platform platform) throws IOException {
    Platform host = Platform.host();
    return platform.isLike(host)
        ? Optional.empty()
        : ForeignPrograms.ofThisMachine(host.architecture())
            .need(platform.os(), platform.architecture(), platform.variant());
  }
}
