package io.jbuild.core.export;

import io.jbuild.cache.BlobStore;
import io.jbuild.cache.Digest;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageConfig;
import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.image.ImageJson;
import io.jbuild.core.image.Manifest;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.image.PlatformMatch;
import io.jbuild.core.image.SpecRules;
import io.jbuild.core.image.SpecRules.Document;
import io.jbuild.core.layer.LayerException;
import io.jbuild.core.layer.LayerReader;
import io.jbuild.core.store.BlobOrigins;
import io.jbuild.core.store.ImageStore;
import java.io.IOException;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Checks an image against itself and the OCI image spec: that every blob is there with the digest
 * and size that its descriptor tells, that every layer is a tar with the diffID of the config, that
 * config, history, layers and platform agree, that the documents keep {@link SpecRules}.
 */
public final class ImageCheck {
  private final BlobStore blobs;
  private final Predicate<Digest> comesLater;
  private final List<String> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Set<Digest> whole = new HashSet<>();

  private ImageCheck(BlobStore blobs, Predicate<Digest> comesLater) {
    this.blobs = blobs;
    this.comesLater = comesLater;
  }

  /**
   * What was found.
   *
   * @param problems what is wrong, for people
   * @param notes what is unusual and allowed
   */
  public record Findings(List<String> problems, List<String> notes) {
    public Findings {
      problems = List.copyOf(problems);
      notes = List.copyOf(notes);
    }
  }

  /**
   * Checks an image or index of a store. Of an index, manifests of other platforms may be absent,
   * but not all; layers that are known to be in a registry may be absent, too.
   */
  public static Findings of(Descriptor image, ImageStore images) throws IOException {
    BlobOrigins origins = images.origins();
    ImageCheck check =
        new ImageCheck(
            images.blobs(),
            digest -> {
              try {
                return !origins.of(digest).isEmpty();
              } catch (IOException e) {
                return false;
              }
            });
    check.check(image);
    return new Findings(check.problems, check.notes);
  }

  /**
   * What is wrong with an image or index, for people; empty if all is well. Of an index, manifests
   * of other platforms may be absent, but not all.
   */
  public static List<String> problems(Descriptor image, BlobStore blobs) throws IOException {
    ImageCheck check = new ImageCheck(blobs, digest -> false);
    check.check(image);
    return List.copyOf(check.problems);
  }

  private void check(Descriptor descriptor) throws IOException {
    if (!checkBlob(descriptor)) {
      return;
    }
    try {
      byte[] bytes = blobs.read(descriptor.digest());
      boolean index = MediaTypes.isIndex(descriptor.mediaType());
      rules(descriptor, bytes, index ? Document.INDEX : Document.MANIFEST);
      if (index) {
        checkIndex(descriptor, bytes);
      } else {
        checkManifest(descriptor, ImageJson.readManifest(bytes));
      }
    } catch (ImageFormatException e) {
      problems.add("`" + descriptor.digest() + "`: " + e.getMessage());
    }
  }

  private void checkIndex(Descriptor descriptor, byte[] bytes) throws IOException {
    var index = ImageJson.readIndex(bytes);
    if (!index.mediaType().equals(descriptor.mediaType())) {
      wrongType(descriptor, index.mediaType());
    }
    List<Descriptor> here =
        PlatformMatch.images(index).stream().filter(d -> blobs.has(d.digest())).toList();
    if (here.isEmpty()) {
      problems.add("index `" + descriptor.digest() + "`: none of its manifests is here");
    }
    for (Descriptor child : here) {
      check(child);
    }
    for (Descriptor other : index.manifests()) {
      if (!here.contains(other) && blobs.has(other.digest())) {
        checkOther(other);
      }
    }
  }

  /** What is no image, as an attestation: its blobs, if they are here. */
  private void checkOther(Descriptor other) throws IOException {
    if (checkBlob(other) && MediaTypes.isManifest(other.mediaType())) {
      byte[] bytes = blobs.read(other.digest());
      rules(other, bytes, Document.MANIFEST);
      Manifest manifest = ImageJson.readManifest(bytes);
      checkBlob(manifest.config());
      for (Descriptor layer : manifest.layers()) {
        checkBlob(layer);
      }
    }
  }

  private void rules(Descriptor descriptor, byte[] bytes, Document document)
      throws ImageFormatException {
    for (SpecRules.Violation violation : SpecRules.broken(document, bytes)) {
      List<String> list = violation.basis() == SpecRules.Basis.ADVICE ? notes : problems;
      list.add(
          document.name().toLowerCase(Locale.ROOT)
              + " `"
              + descriptor.digest()
              + "`: "
              + violation);
    }
  }

  private void checkManifest(Descriptor descriptor, Manifest manifest) throws IOException {
    if (!manifest.mediaType().equals(descriptor.mediaType())) {
      wrongType(descriptor, manifest.mediaType());
    }
    if (!checkBlob(manifest.config())) {
      return;
    }
    byte[] configBytes = blobs.read(manifest.config().digest());
    rules(manifest.config(), configBytes, Document.CONFIG);
    ImageConfig config = ImageJson.readConfig(configBytes);
    String name = "image `" + manifest.config().digest() + "`";
    if (descriptor.platform().isPresent()
        && !descriptor.platform().get().equals(config.platform())) {
      problems.add(
          name
              + " is for `"
              + config.platform()
              + "`, but its descriptor says `"
              + descriptor.platform().get()
              + "`");
    }
    long told = config.history().stream().filter(line -> !line.emptyLayer()).count();
    if (!config.history().isEmpty() && told != manifest.layers().size()) {
      problems.add(
          name + " has " + manifest.layers().size() + " layers, its history tells of " + told);
    }
    if (config.diffIds().size() != manifest.layers().size()) {
      problems.add(
          name
              + " has "
              + manifest.layers().size()
              + " layers, but "
              + config.diffIds().size()
              + " diffIDs");
      return;
    }
    for (int i = 0; i < manifest.layers().size(); i++) {
      Descriptor layer = manifest.layers().get(i);
      if (checkBlob(layer)) {
        checkLayer(layer, config.diffIds().get(i));
      }
    }
  }

  private void checkLayer(Descriptor layer, Digest diffId) throws IOException {
    try (LayerReader reader = new LayerReader(blobs.open(layer.digest()), LayerReader.Form.LAYER)) {
      while (reader.next().isPresent()) {
        // reading it is the check
      }
      if (!reader.diffId().equals(diffId)) {
        problems.add(
            "layer `"
                + layer.digest()
                + "` has the diffID `"
                + reader.diffId()
                + "`, but the config says `"
                + diffId
                + "`");
      }
    } catch (LayerException e) {
      problems.add("layer `" + layer.digest() + "`: " + e.getMessage());
    }
  }

  private boolean checkBlob(Descriptor blob) throws IOException {
    if (whole.contains(blob.digest())) {
      return true;
    }
    if (!blobs.has(blob.digest())) {
      if (comesLater.test(blob.digest())) {
        notes.add("blob `" + blob.digest() + "` is not here; a registry has it");
        return false;
      }
      problems.add("blob `" + blob.digest() + "` is missing");
      return false;
    }
    long size = blobs.size(blob.digest());
    if (size != blob.size()) {
      problems.add("blob `" + blob.digest() + "` has " + size + " bytes, not " + blob.size());
      return false;
    }
    try (var in = new DigestInputStream(blobs.open(blob.digest()), Digest.sha256())) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
      Digest actual = Digest.finish(in.getMessageDigest());
      if (!actual.equals(blob.digest())) {
        problems.add("blob `" + blob.digest() + "` is damaged: its digest is `" + actual + "`");
        return false;
      }
    }
    whole.add(blob.digest());
    return true;
  }

  private void wrongType(Descriptor descriptor, String actual) {
    problems.add(
        "`"
            + descriptor.digest()
            + "` is called a `"
            + descriptor.mediaType()
            + "`, but is a `"
            + actual
            + "`");
  }
}
