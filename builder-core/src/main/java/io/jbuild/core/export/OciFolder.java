package io.jbuild.core.export;

import io.jbuild.cache.TreeRemover;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageJson;
import io.jbuild.core.image.Index;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.progress.BuildEvent;
import io.jbuild.core.store.LayoutNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * An OCI layout in a folder; an image comes to those that are there, and takes over their names.
 */
final class OciFolder {
  private static final String WHAT = "export oci layout";

  private final Path folder;

  OciFolder(Path folder) {
    this.folder = folder;
  }

  void write(Export export, Collection<Descriptor> blobs, Index index) throws IOException {
    boolean layout = Files.isRegularFile(folder.resolve("oci-layout"));
    if (Files.exists(folder)
        && !layout
        && !(Files.isDirectory(folder) && OciArchive.isEmptyFolder(folder))) {
      throw new ExportException(
          "`dest` `" + folder + "` is neither empty nor an OCI layout; choose another folder");
    }
    boolean made = !Files.exists(folder);
    try {
      fill(export, blobs, index);
    } catch (IOException | RuntimeException e) {
      if (!layout) {
        clear(made);
      }
      throw e;
    }
  }

  /** Takes away what was begun in a folder that held nothing, so that it can be begun again. */
  private void clear(boolean whole) throws IOException {
    TreeRemover.walking().remove(folder.resolve("blobs"));
    Files.deleteIfExists(folder.resolve("oci-layout"));
    Files.deleteIfExists(folder.resolve("index.json"));
    if (whole) {
      Files.deleteIfExists(folder);
    }
  }

  private void fill(Export export, Collection<Descriptor> blobs, Index index) throws IOException {
    Path directory = Files.createDirectories(folder.resolve("blobs").resolve("sha256"));
    long total = blobs.stream().mapToLong(Descriptor::size).sum();
    long done = 0;
    for (Descriptor blob : blobs) {
      Path target = directory.resolve(blob.digest().hex());
      if (!Files.isRegularFile(target) || Files.size(target) != blob.size()) {
        Destination.file(target)
            .write(
                out -> {
                  try (InputStream content = export.blobs().open(blob.digest())) {
                    content.transferTo(out);
                  }
                });
      }
      done += blob.size();
      export.listener().on(new BuildEvent.Transfer(WHAT, done, total, false));
    }
    Destination.file(folder.resolve("oci-layout")).write(out -> out.write(OciArchive.LAYOUT));
    byte[] merged = ImageJson.write(merge(index));
    Destination.file(folder.resolve("index.json")).write(out -> out.write(merged));
    export.listener().on(new BuildEvent.Transfer(WHAT, total, total, true));
  }

  private Index merge(Index fresh) throws IOException {
    Path file = folder.resolve("index.json");
    List<Descriptor> entries = new ArrayList<>();
    if (Files.isRegularFile(file)) {
      for (Descriptor old : ImageJson.readIndex(Files.readAllBytes(file)).manifests()) {
        String name = old.annotations().get(LayoutNames.REF_NAME);
        boolean replaced =
            fresh.manifests().stream()
                .anyMatch(
                    d ->
                        name == null
                            ? d.digest().equals(old.digest())
                            : name.equals(d.annotations().get(LayoutNames.REF_NAME)));
        if (!replaced) {
          entries.add(old);
        }
      }
    }
    entries.addAll(fresh.manifests());
    return new Index(MediaTypes.OCI_INDEX, entries, new TreeMap<>());
  }
}
