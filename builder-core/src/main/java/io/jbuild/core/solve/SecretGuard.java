package io.jbuild.core.solve;

import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.EntryType;
import io.jbuild.core.layer.LayerWriter;
import io.jbuild.core.layer.Names;
import io.jbuild.core.layer.PathBytes;
import io.jbuild.core.layer.RootfsView;
import io.jbuild.core.plan.BuildFailure;
import io.jbuild.core.secret.SecretMask;
import io.jbuild.core.secret.SecretSearch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks for the secrets that a command saw in what it left: its output, which is shown without
 * them, and the names, link targets, extended attributes and bytes of its layer. What the file at
 * the same path held below already is no find.
 */
final class SecretGuard implements LayerWriter.Observer {
  private static final int MOST_PLACES = 5;

  private final SecretSearch search;
  private final RootfsView lower;
  private final SecretMask mask;
  private final SecretSearch.Scan output;
  private final Map<String, Set<String>> places = new LinkedHashMap<>();
  private Entry current;
  private SecretSearch.Scan content;

  /**
   * A guard for one run.
   *
   * @param lower the files of the layers below
   */
  SecretGuard(SecretSearch search, RootfsView lower) {
    this.search = search;
    this.lower = lower;
    this.mask = search.mask();
    this.output = search.scan();
  }

  /** A piece of output as it may be shown. */
  byte[] shown(byte[] piece) {
    output.add(piece, 0, piece.length);
    return mask.apply(piece);
  }

  /** The rest of the output; no more comes. */
  byte[] endOfOutput() {
    return mask.end();
  }

  /** A text as it may be shown. */
  String shown(String text) {
    SecretMask own = search.mask();
    byte[] first = own.apply(text.getBytes(StandardCharsets.UTF_8));
    return new String(first, StandardCharsets.UTF_8)
        + new String(own.end(), StandardCharsets.UTF_8);
  }

  @Override
  public void entry(Entry entry) throws IOException {
    endOfFile();
    Optional<Entry> below = lower.find(entry.path());
    if (entry.type() == EntryType.WHITEOUT) {
      return;
    }
    Set<String> named = new TreeSet<>();
    if (below.isEmpty()) {
      named.addAll(search.in(PathBytes.encode(entry.name())));
    }
    if (below.isEmpty() || !below.get().linkTarget().equals(entry.linkTarget())) {
      named.addAll(search.in(PathBytes.encode(entry.linkTarget())));
    }
    for (Map.Entry<String, byte[]> xattr : entry.xattrs().entrySet()) {
      byte[] known = below.map(b -> b.xattrs().get(xattr.getKey())).orElse(null);
      if (known == null || !java.util.Arrays.equals(known, xattr.getValue())) {
        named.addAll(search.in(xattr.getKey().getBytes(StandardCharsets.UTF_8)));
        named.addAll(search.in(xattr.getValue()));
      }
    }
    found(entry, named);
    current = entry;
    content = entry.type() == EntryType.FILE ? search.scan() : null;
  }

  @Override
  public void content(byte[] bytes, int from, int length) {
    content.add(bytes, from, length);
  }

  private void endOfFile() throws IOException {
    if (content == null) {
      return;
    }
    Set<String> held = new TreeSet<>(content.found());
    content = null;
    Optional<Entry> below =
        held.isEmpty()
            ? Optional.empty()
            : lower.find(current.path()).filter(entry -> entry.type() == EntryType.FILE);
    if (below.isPresent()) {
      held.removeAll(heldBelow(below.get()));
    }
    found(current, held);
  }

  private Set<String> heldBelow(Entry file) throws IOException {
    SecretSearch.Scan scan = search.scan();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = lower.open(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        scan.add(buffer, 0, read);
      }
    }
    return scan.found();
  }

  private void found(Entry entry, Set<String> ids) {
    if (!ids.isEmpty()) {
      places
          .computeIfAbsent("`/" + shown(Names.shown(entry.path())) + "`", key -> new TreeSet<>())
          .addAll(ids);
    }
  }

  /**
   * Ends the look at the layer.
   *
   * @throws BuildFailure when there was a find
   */
  void check(StepProgress progress) throws BuildFailure, IOException {
    endOfFile();
    if (!output.found().isEmpty()) {
      places.put("the output", output.found());
    }
    if (places.isEmpty()) {
      return;
    }
    Set<String> ids = new TreeSet<>();
    places.values().forEach(ids::addAll);
    List<String> named = new ArrayList<>(places.keySet());
    String where =
        String.join(", ", named.subList(0, Math.min(MOST_PLACES, named.size())))
            + (named.size() > MOST_PLACES ? " and " + (named.size() - MOST_PLACES) + " more" : "");
    throw progress.failure(
        SecretWatch.CODE,
        SecretWatch.secrets(ids) + " in what this step leaves: " + where,
        Optional.of(SecretWatch.HINT));
  }
}
