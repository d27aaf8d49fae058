package io.jbuild.core.remote;

import io.jbuild.cache.Digest;
import io.jbuild.cache.DigestFiles;
import io.jbuild.cache.Needs;
import io.jbuild.cache.StoredItem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What this package keeps in a store, for those who look for room. */
public final class RemoteFiles {
  private RemoteFiles() {}

  /** The records of downloads with their files, and the mirrors of repositories. */
  public static List<Needs.Extra> in(DigestFiles files) throws IOException {
    List<Needs.Extra> result = new ArrayList<>();
    for (Digest address : files.list()) {
      Path folder = files.folder(address);
      Optional<byte[]> record = files.read(address, HttpRecords.FILE);
      if (record.isPresent()) {
        result.add(download(address, folder, record.get()));
      }
      if (Files.exists(folder.resolve(GitMirror.LOCK))) {
        result.add(mirror(address, folder));
      }
    }
    return result;
  }

  /** One that is damaged leads to no file. */
  private static Needs.Extra download(Digest address, Path folder, byte[] record) {
    Path file = folder.resolve(HttpRecords.FILE);
    Set<Digest> content =
        HttpRecords.parse(record).map(known -> Set.of(known.file().content())).orElse(Set.of());
    return new Needs.Extra(
        StoredItem.Kind.DOWNLOAD,
        address.hex(),
        new String(record, StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.startsWith("url "))
            .map(line -> line.substring("url ".length()))
            .findFirst()
            .orElse(""),
        file,
        List.of(file),
        content);
  }

  private static Needs.Extra mirror(Digest address, Path folder) throws IOException {
    List<Path> parts = new ArrayList<>();
    try (var files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (!name.equals(GitMirror.LOCK) && !name.equals(HttpRecords.FILE)) {
          parts.add(file);
        }
      }
    }
    String shown;
    try {
      shown = Files.readString(folder.resolve(GitMirror.ADDRESS)).strip();
    } catch (NoSuchFileException e) {
      shown = "";
    }
    return new Needs.Extra(
        StoredItem.Kind.GIT, address.hex(), shown, folder.resolve(GitMirror.LOCK), parts, Set.of());
  }
}
