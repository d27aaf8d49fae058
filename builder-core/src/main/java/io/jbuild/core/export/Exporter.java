package io.jbuild.core.export;

import java.io.IOException;

/**
 * Writes an image, or its files, somewhere. The order is a contract: blobs, manifests, index, and
 * last what makes the result visible (a tag, a rename); when it fails, nothing half-written stays
 * under the final name.
 */
public interface Exporter {
  /**
   * Writes it.
   *
   * @throws ExportException when the destination cannot take it, with a message for the user
   */
  void export(Export export) throws IOException;
}
