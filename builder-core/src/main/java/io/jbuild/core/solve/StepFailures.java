package io.jbuild.core.solve;

import io.jbuild.cache.DiskFailure;
import io.jbuild.cache.StoreException;
import io.jbuild.core.context.ContextException;
import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.layer.LayerException;
import io.jbuild.core.plan.BuildFailure;
import io.jbuild.core.plan.StepPlace;
import io.jbuild.core.registry.RegistryException;
import io.jbuild.core.remote.RemoteException;
import io.jbuild.core.sandbox.SandboxException;
import io.jbuild.core.secret.SecretException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Optional;

/** What goes wrong in a step, as a diagnostic at the words of the Dockerfile that it is about. */
final class StepFailures {
  private StepFailures() {}

  /**
   * The failure of a step at its place; what is no failure of its input, its surroundings or the
   * machine comes back as it is.
   */
  static Exception located(Exception failure, StepProgress progress) {
    if (!(failure instanceof IOException io)
        || failure instanceof InterruptedIOException
        || failure instanceof LostLayerException
        || failure instanceof StaleNoteException
        || !progress.hasPlace()) {
      return failure;
    }
    return switch (io) {
      case ContextException e when e.line() > 0 -> e;
      case ContextException e ->
          progress.failure("copy-failed", e.getMessage(), some(e.hint()), place(e, progress));
      case RemoteException e -> progress.failure("fetch-failed", e.getMessage(), some(e.hint()));
      case RegistryException e -> progress.failure("registry", e.getMessage(), some(e.hint()));
      case LayerException e -> progress.failure("bad-layer", e.getMessage(), Optional.empty());
      case ImageFormatException e ->
          progress.failure("bad-image", e.getMessage(), Optional.empty());
      case SandboxException e when e.ofEnvironment() ->
          progress.environmentFailure(e.kind(), e.getMessage(), some(e.fix()), e);
      case SandboxException e -> progress.failure(e.kind(), e.getMessage(), some(e.fix()));
      case SecretException e ->
          progress.failure(
              "secret",
              e.getMessage(),
              some(e.hint()),
              progress.places(StepPlace.Role.MOUNT).stream().findFirst());
      case StoreException e ->
          progress.environmentFailure("store", e.getMessage(), Optional.empty(), e);
      default -> disk(io, progress);
    };
  }

  private static BuildFailure disk(IOException failure, StepProgress progress) {
    String message = DiskFailure.message(failure);
    Optional<String> hint = some(DiskFailure.hint(failure));
    return DiskFailure.ofEnvironment(failure)
        ? progress.environmentFailure("disk", message, hint, failure)
        : progress.failure("disk", message, hint);
  }

  /** The source or destination that a COPY or ADD failed on; empty for the whole instruction. */
  private static Optional<StepPlace> place(ContextException failure, StepProgress progress) {
    if (failure.path().isEmpty()) {
      return Optional.empty();
    }
    String path = failure.path().get();
    List<StepPlace> sources = progress.places(StepPlace.Role.SOURCE);
    Optional<StepPlace> exact =
        sources.stream().filter(source -> source.text().equals(path)).findFirst();
    if (exact.isPresent()) {
      return exact;
    }
    List<StepPlace> destinations = progress.places(StepPlace.Role.DESTINATION);
    if (path.startsWith("/") && !destinations.isEmpty()) {
      return Optional.of(destinations.getFirst());
    }
    if (sources.size() == 1) {
      return Optional.of(sources.getFirst());
    }
    return sources.stream().filter(source -> isBelow(path, source.text())).findFirst();
  }

  private static boolean isBelow(String path, String source) {
    String clean = source.replaceFirst("^(\\./+|/+)", "").replaceFirst("/+$", "");
    return path.equals(clean)
        || path.startsWith(clean + "/")
        || clean.isEmpty()
        || clean.equals(".");
  }

  private static Optional<String> some(String hint) {
    return hint.isEmpty() ? Optional.empty() : Optional.of(hint);
  }
}
