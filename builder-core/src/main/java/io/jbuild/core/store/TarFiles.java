package io.jbuild.core.store;

import io.jbuild.core.image.ImageFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/**
 * An archive as an uncompressed tar, whose files are read where they lie: only what the image needs
 * is read, whatever else the archive holds. Links lead to other files of the archive alone.
 */
final class TarFiles implements ArchiveFiles {
  private static final int MAX_LINKS = 8;

  private final String name;
  private final TarFile tar;
  private final Map<String, TarArchiveEntry> entries = new HashMap<>();

  private TarFiles(String name, TarFile tar) {
    this.name = name;
    this.tar = tar;
    for (TarArchiveEntry entry : tar.getEntries()) {
      entries.put(ArchiveFiles.clean(entry.getName()), entry);
    }
  }

  static TarFiles open(String name, Path file) throws IOException {
    try {
      return new TarFiles(name, new TarFile(file));
    } catch (IOException | IllegalArgumentException e) {
      throw new ImageFormatException("`" + name + "` is not a tar archive, or is damaged");
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean has(String path) {
    return find(path) != null;
  }

  @Override
  public InputStream open(String path) throws IOException {
    TarArchiveEntry entry = find(path);
    if (entry == null) {
      throw new NoSuchFileException(path);
    }
    return tar.getInputStream(entry);
  }

  private TarArchiveEntry find(String path) {
    String at = ArchiveFiles.clean(path);
    for (int i = 0; i < MAX_LINKS; i++) {
      TarArchiveEntry entry = entries.get(at);
      if (entry == null) {
        return null;
      }
      if (entry.isSymbolicLink()) {
        int slash = at.lastIndexOf('/');
        at =
            ArchiveFiles.clean((slash < 0 ? "" : at.substring(0, slash + 1)) + entry.getLinkName());
      } else if (entry.isLink()) {
        at = ArchiveFiles.clean(entry.getLinkName());
      } else {
        return entry.isFile() ? entry : null;
      }
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
