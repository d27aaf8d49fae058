package io.jbuild.core.export;

import java.io.OutputStream;
import java.nio.file.Path;

/** Chooses the exporter for an {@link OutputSpec}. */
public final class Exporters {
  private Exporters() {}

  /**
   * The exporter of a spec.
   *
   * @param workingDirectory what a relative {@code dest} is relative to
   * @param stdout for {@code dest=-}; not closed
   * @throws IllegalArgumentException for {@code type=image}: the store is the caller's
   */
  public static Exporter of(OutputSpec spec, Path workingDirectory, OutputStream stdout) {
    Destination destination =
        spec.toStdout()
            ? Destination.stream(stdout)
            : Destination.file(workingDirectory.resolve(spec.dest().orElseThrow()));
    return switch (spec.type()) {
      case OCI ->
          spec.tar()
              ? OciArchive.archive(destination)
              : OciArchive.folder(workingDirectory.resolve(spec.dest().orElseThrow()));
      case DOCKER -> new DockerArchive(destination);
      case TAR -> new TarExport(destination);
      case LOCAL -> new LocalExport(workingDirectory.resolve(spec.dest().orElseThrow()));
      case IMAGE -> throw new IllegalArgumentException("`type=image` is the local store");
    };
  }
}
