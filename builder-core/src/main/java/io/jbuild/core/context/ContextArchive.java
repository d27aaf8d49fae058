package io.jbuild.core.context;

import io.jbuild.core.layer.Decompression;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.EntryType;
import io.jbuild.core.layer.LayerException;
import io.jbuild.core.layer.LayerReader;
import io.jbuild.core.layer.Ownership;
import io.jbuild.core.layer.SpecialFiles;
import io.jbuild.core.layer.Unpacker;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A build context that came as a tar, or otherwise from elsewhere: who made it is not trusted, so
 * nothing is written or read outside of its folder. Owners are not kept, since files of a context
 * belong to root anyway; nor are device nodes.
 */
public final class ContextArchive {
  /** How many bytes of a stream {@link #begins} wants to see. */
  public static final int HEAD = 512;

  private ContextArchive() {}

  /** Whether these are the first bytes of a tar, or of something compressed, as docker tells. */
  public static boolean begins(byte[] head) {
    return Decompression.isCompressed(head) || TarProbe.isHeader(head);
  }

  /**
   * Unpacks a tar, plain or compressed, into an empty folder.
   *
   * @throws io.jbuild.core.layer.LayerException when it is damaged, or a path of it leads out
   */
  public static void unpack(InputStream tar, Path folder, SpecialFiles specialFiles)
      throws IOException {
    new Unpacker(folder, Ownership.SINGLE, specialFiles).unpackArchive(tar);
  }

  /**
   * The first bytes of a file; symlinks are followed as under chroot.
   *
   * @return nothing when there is no such file
   */
  public static Optional<byte[]> file(Path folder, String path, int most) throws IOException {
    BuildContext context =
        BuildContext.open(folder, IgnoreRules.NONE, UserRights.ROOT, Optional.empty());
    TreeLookup lookup = context::find;
    Optional<Entry> file =
        context
            .find(lookup.resolve(CleanPath.belowRoot(path), true))
            .filter(entry -> entry.type() == EntryType.FILE);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = context.open(file.get())) {
      return Optional.of(in.readNBytes(most));
    }
  }

  /** The time of the youngest regular file of a tar; nothing for a stream that is no tar. */
  public static Optional<Instant> youngest(InputStream tar) throws IOException {
    Instant youngest = Instant.MIN;
    try (var reader = new LayerReader(tar, LayerReader.Form.ARCHIVE)) {
      for (var entry = reader.next(); entry.isPresent(); entry = reader.next()) {
        if (entry.get().type() == EntryType.FILE && entry.get().mtime().isAfter(youngest)) {
          youngest = entry.get().mtime();
        }
      }
    } catch (LayerException e) {
      return Optional.empty();
    }
    return youngest.equals(Instant.MIN) ? Optional.empty() : Optional.of(youngest);
  }

  /** The time of the youngest regular file; nothing when there is none. */
  public static Optional<Instant> youngestFile(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .map(ContextArchive::time)
          .max(Comparator.naturalOrder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Instant time(Path file) {
    try {
      return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
