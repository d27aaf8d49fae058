package io.jbuild.core.export;

import io.jbuild.cache.BlobStore;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.layer.FileTree;
import io.jbuild.core.progress.BuildListener;
import java.io.IOException;
import java.util.List;

/**
 * What is to be exported.
 *
 * @param image descriptor of a manifest or an index
 * @param names each with a tag; may be none
 * @param blobs has every blob of the image
 * @param rootfs the merged files, asked for only by exporters of files
 */
public record Export(
    Descriptor image,
    List<ImageName> names,
    BlobStore blobs,
    RootfsSource rootfs,
    BuildListener listener) {
  public Export {
    names = List.copyOf(names);
  }

  /** Gives the merged files of the image. */
  @FunctionalInterface
  public interface RootfsSource {
    FileTree open() throws IOException;
  }
}
