package io.jbuild.core.export;

import io.jbuild.cache.BlobStore;
import io.jbuild.cache.Digest;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageJson;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Index;
import io.jbuild.core.image.JsonText;
import io.jbuild.core.image.Manifest;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.image.Platform;
import io.jbuild.core.image.PlatformMatch;
import io.jbuild.core.store.LayoutNames;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedCollection;
import java.util.TreeMap;

/**
 * Several images in one archive, as {@code docker save} writes them since version 25: an OCI image
 * layout (OCI image spec, image-layout.md), for those who know no layouts with docker's {@code
 * manifest.json} beside it. Every blob stands in it once, as the store has it. Of an index only the
 * platforms whose manifest is in the store; {@code manifest.json} has one of them.
 */
public final class ImageArchive {
  private final List<Saved> images;
  private final BlobStore blobs;

  /**
   * One image of the archive.
   *
   * @param image descriptor of a manifest or an index
   * @param names each with a tag; may be none
   */
  public record Saved(Descriptor image, List<ImageName> names) {
    public Saved {
      names = List.copyOf(names);
    }
  }

  public ImageArchive(List<Saved> images, BlobStore blobs) {
    this.images = List.copyOf(images);
    this.blobs = blobs;
  }

  /** Writes an OCI archive. */
  public void writeOci(Destination destination) throws IOException {
    SequencedCollection<Descriptor> all = blobs();
    destination.write(
        out -> {
          try (ArchiveTar tar = new ArchiveTar(out)) {
            writeLayout(tar, all);
          }
        });
  }

  /**
   * Writes an archive for {@code docker load}, too.
   *
   * @param platform which image of an index those get who know none; the first if there is none for
   *     it
   */
  public void writeDocker(Destination destination, Platform platform) throws IOException {
    SequencedCollection<Descriptor> all = blobs();
    byte[] manifestJson = manifestJson(platform);
    destination.write(
        out -> {
          try (ArchiveTar tar = new ArchiveTar(out)) {
            writeLayout(tar, all);
            tar.file("manifest.json", manifestJson);
          }
        });
  }

  private SequencedCollection<Descriptor> blobs() throws IOException {
    return ImageBlobs.present(images.stream().map(Saved::image).toList(), blobs);
  }

  private void writeLayout(ArchiveTar tar, SequencedCollection<Descriptor> all) throws IOException {
    tar.directory("blobs");
    tar.directory("blobs/sha256");
    for (Descriptor blob : all) {
      try (InputStream content = blobs.open(blob.digest())) {
        tar.blob(blob, content);
      }
    }
    tar.file("oci-layout", OciArchive.LAYOUT);
    tar.file("index.json", ImageJson.write(index()));
  }

  private Index index() {
    List<Descriptor> entries = new ArrayList<>();
    for (Saved saved : images) {
      for (ImageName name : saved.names()) {
        entries.add(
            saved
                .image()
                .withAnnotation(LayoutNames.CONTAINERD_NAME, name.toString())
                .withAnnotation(LayoutNames.REF_NAME, name.tag().orElse("latest")));
      }
      if (saved.names().isEmpty()) {
        entries.add(saved.image());
      }
    }
    return new Index(MediaTypes.OCI_INDEX, entries, new TreeMap<>());
  }

  private byte[] manifestJson(Platform platform) throws IOException {
    JsonText json = new JsonText().openList();
    for (Saved saved : images) {
      Manifest manifest = ImageJson.readManifest(blobs.read(single(saved.image(), platform)));
      json.open().field("Config", ArchiveTar.path(manifest.config()));
      if (saved.names().isEmpty()) {
        json.nullField("RepoTags");
      } else {
        json.field("RepoTags", saved.names().stream().map(ImageName::familiar).toList());
      }
      json.field("Layers", manifest.layers().stream().map(ArchiveTar::path).toList()).close();
    }
    return json.closeList().bytes();
  }

  /** The manifest that stands for an image where only one can. */
  private Digest single(Descriptor image, Platform platform) throws IOException {
    Descriptor at = image;
    while (MediaTypes.isIndex(at.mediaType())) {
      Index index = ImageJson.readIndex(blobs.read(at.digest()));
      List<Descriptor> here =
          PlatformMatch.images(index).stream().filter(d -> blobs.has(d.digest())).toList();
      if (here.isEmpty()) {
        throw new ExportException(
            "the store has no image of the index `" + at.digest() + "`; pull it again");
      }
      Index present = new Index(index.mediaType(), here, index.annotations());
      try {
        at = PlatformMatch.select(present, platform);
      } catch (PlatformMatch.NoMatchException e) {
        at = here.getFirst();
      }
    }
    return at.digest();
  }
}
