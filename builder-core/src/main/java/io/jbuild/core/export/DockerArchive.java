package io.jbuild.core.export;

import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageJson;
import io.jbuild.core.image.JsonText;
import io.jbuild.core.image.Manifest;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.progress.BuildEvent;
import java.io.IOException;

/**
 * {@code type=docker}: what {@code docker load} and {@code podman load} read, in the form that
 * docker itself has saved since version 25: an OCI layout with docker's {@code manifest.json}
 * beside it.
 */
public final class DockerArchive implements Exporter {
  private final Destination destination;

  public DockerArchive(Destination destination) {
    this.destination = destination;
  }

  @Override
  public void export(Export export) throws IOException {
    if (!MediaTypes.isManifest(export.image().mediaType())) {
      throw new ExportException(
          "a docker archive holds one platform; choose one, or use `type=oci`");
    }
    Manifest manifest = ImageJson.readManifest(export.blobs().read(export.image().digest()));
    var blobs = ImageBlobs.of(export.image(), export.blobs());
    long total = blobs.stream().mapToLong(Descriptor::size).sum();
    String what = "export docker archive";
    destination.write(
        out -> {
          try (ArchiveTar tar = new ArchiveTar(out)) {
            OciArchive.writeBlobs(tar, export, blobs, what, total);
            tar.file("oci-layout", OciArchive.LAYOUT);
            tar.file("index.json", ImageJson.write(OciArchive.index(export)));
            tar.file("manifest.json", manifestJson(export, manifest));
          }
        });
    export.listener().on(new BuildEvent.Transfer(what, total, total, true));
  }

  private static byte[] manifestJson(Export export, Manifest manifest) {
    JsonText json = new JsonText().openList().open();
    json.field("Config", ArchiveTar.path(manifest.config()));
    if (export.names().isEmpty()) {
      json.nullField("RepoTags");
    } else {
      json.field("RepoTags", export.names().stream().map(name -> name.familiar()).toList());
    }
    json.field("Layers", manifest.layers().stream().map(ArchiveTar::path).toList());
    return json.close().closeList().bytes();
  }
}
