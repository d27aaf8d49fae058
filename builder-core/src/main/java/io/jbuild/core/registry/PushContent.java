package io.jbuild.core.registry;

import io.jbuild.cache.Digest;
import io.jbuild.core.image.Descriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What a push sends. Thread-safe. */
public interface PushContent {
  /** The bytes of a manifest or an index. */
  byte[] document(Descriptor descriptor) throws IOException;

  /**
   * A file with the bytes of a config or layer; asked for only when the registry lacks them, so it
   * may have to bring them here first.
   */
  Path blob(Descriptor descriptor) throws IOException;

  /**
   * Repositories that are known to have a blob, as {@code registry/repository}: a registry may
   * mount it from one of its own. A hint that may be wrong.
   */
  List<String> repositories(Digest digest) throws IOException;
}
