package io.jbuild.core.export;

import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageJson;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Index;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.progress.BuildEvent;
import io.jbuild.core.store.LayoutNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * {@code type=oci}: an OCI image layout (OCI image spec, image-layout.md) as one tar or as a
 * folder. A name stands in index.json as BuildKit writes it: {@code io.containerd.image.name} is
 * the full name, {@code org.opencontainers.image.ref.name} the tag.
 */
public final class OciArchive implements Exporter {
  static final byte[] LAYOUT =
      "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8);

  private final Destination archive;
  private final Path folder;

  private OciArchive(Destination archive, Path folder) {
    this.archive = archive;
    this.folder = folder;
  }

  /** A tar. */
  public static OciArchive archive(Destination destination) {
    return new OciArchive(destination, null);
  }

  /** A folder, which may not exist, or be empty, or be an OCI layout, which gets one image more. */
  public static OciArchive folder(Path folder) {
    return new OciArchive(null, folder);
  }

  @Override
  public void export(Export export) throws IOException {
    var blobs = ImageBlobs.of(export.image(), export.blobs());
    long total = blobs.stream().mapToLong(Descriptor::size).sum();
    if (folder != null) {
      new OciFolder(folder).write(export, blobs, index(export));
      return;
    }
    String what = "export oci archive";
    archive.write(
        out -> {
          try (ArchiveTar tar = new ArchiveTar(out)) {
            writeBlobs(tar, export, blobs, what, total);
            tar.file("oci-layout", LAYOUT);
            tar.file("index.json", ImageJson.write(index(export)));
          }
        });
    export.listener().on(new BuildEvent.Transfer(what, total, total, true));
  }

  static void writeBlobs(
      ArchiveTar tar, Export export, Iterable<Descriptor> blobs, String what, long total)
      throws IOException {
    tar.directory("blobs");
    tar.directory("blobs/sha256");
    long done = 0;
    for (Descriptor blob : blobs) {
      try (InputStream content = export.blobs().open(blob.digest())) {
        tar.blob(blob, content);
      }
      done += blob.size();
      export.listener().on(new BuildEvent.Transfer(what, done, total, false));
    }
  }

  /** The index.json of one image under its names. */
  static Index index(Export export) {
    List<Descriptor> entries = new ArrayList<>();
    for (ImageName name : export.names()) {
      entries.add(
          export
              .image()
              .withAnnotation(LayoutNames.CONTAINERD_NAME, name.toString())
              .withAnnotation(LayoutNames.REF_NAME, name.tag().orElse("latest")));
    }
    if (entries.isEmpty()) {
      entries.add(export.image());
    }
    return new Index(MediaTypes.OCI_INDEX, entries, new TreeMap<>());
  }

  static boolean isEmptyFolder(Path folder) throws IOException {
    try (var children = Files.list(folder)) {
      return children.findAny().isEmpty();
    }
  }
}
