package io.jbuild.core.store;

import io.jbuild.cache.Digest;
import io.jbuild.cache.DigestFiles;
import io.jbuild.core.image.ImageName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which repositories are known to have a blob, because it was pulled from there or pushed to there.
 * A registry may have deleted it since, so it is a hint: for mounts, and for fetching what is not
 * here. That a blob was pulled tells too that it is not one that jbuild made.
 */
public final class BlobOrigins {
  private static final String PULLED = "pulled-from";
  private static final String PUSHED = "pushed-to";
  private static final int MOST = 16;

  private final DigestFiles files;

  BlobOrigins(DigestFiles files) {
    this.files = files;
  }

  /** The repositories, as {@code registry/repository}, each once. */
  public List<String> of(Digest blob) throws IOException {
    Set<String> all = new LinkedHashSet<>(read(blob, PUSHED));
    all.addAll(read(blob, PULLED));
    return List.copyOf(all);
  }

  /** Whether it came from a registry. */
  public boolean isPulled(Digest blob) throws IOException {
    return !read(blob, PULLED).isEmpty();
  }

  /** Notes that the blob is, or is to be, pulled from the repository of a name. */
  public void addPulled(Digest blob, ImageName name) throws IOException {
    add(blob, PULLED, name);
  }

  /** Notes that the blob was pushed to the repository of a name. */
  public void addPushed(Digest blob, ImageName name) throws IOException {
    add(blob, PUSHED, name);
  }

  private List<String> read(Digest blob, String file) throws IOException {
    return files
        .read(blob, file)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8).lines().toList())
        .orElse(List.of());
  }

  private void add(Digest blob, String file, ImageName name) throws IOException {
    String repository = name.registry() + "/" + name.repository();
    List<String> known = read(blob, file);
    if (!known.isEmpty() && known.getFirst().equals(repository)) {
      return;
    }
    List<String> more = new ArrayList<>();
    more.add(repository);
    known.stream().filter(k -> !k.equals(repository)).limit(MOST - 1L).forEach(more::add);
    files.write(blob, file, (String.join("\n", more) + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
