package io.jbuild.cli;

import io.jbuild.cache.BlobStore;
import io.jbuild.core.build.BuiltImage;
import io.jbuild.core.export.Destination;
import io.jbuild.core.export.DockerArchive;
import io.jbuild.core.export.Export;
import io.jbuild.core.export.ExportException;
import io.jbuild.core.progress.BuildListener;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code --load}: hands a built image to {@code docker load} or {@code podman load}. */
final class DockerLoad {
  private final BlobStore blobs;
  private final BuildListener listener;

  DockerLoad(BlobStore blobs, BuildListener listener) {
    this.blobs = blobs;
    this.listener = listener;
  }

  /** The program of this machine that takes images, docker before podman. */
  static Optional<String> program(String path) {
    for (String name : List.of("docker", "podman")) {
      for (String folder : path.split(File.pathSeparator)) {
        if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, name))) {
          return Optional.of(name);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Streams the image to the program, which runs as the calling user.
   *
   * @return what the program says
   * @throws ExportException when it fails
   */
  String load(BuiltImage image, String program) throws IOException, InterruptedException {
    Process process = AsCaller.start(List.of(program, "load"));
    var said = AsCaller.read(process.getInputStream());
    var complaint = AsCaller.read(process.getErrorStream());
    IOException broken = null;
    try (OutputStream stdin = process.getOutputStream()) {
      new DockerArchive(Destination.stream(stdin))
          .export(
              new Export(
                  image.descriptor(),
                  image.names(),
                  blobs,
                  () -> {
                    throw new IOException("an archive of an image needs no files");
                  },
                  listener));
    } catch (IOException e) {
      // The program says better why it did not take it.
      broken = e;
    }
    int status = process.waitFor();
    if (status != 0) {
      throw new ExportException(
          "`"
              + program
              + " load` failed with status "
              + status
              + ": "
              + text(complaint.join())
              + "; the image is in jbuild's own store all the same");
    }
    if (broken != null) {
      throw broken;
    }
    return text(said.join());
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8).strip();
  }
}
