package io.jbuild.core.context;

import io.jbuild.cache.Digest;
import io.jbuild.core.layer.PathBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What selections of a context came to in earlier builds, for as long as no file that they saw has
 * changed: then nothing is walked and nothing is hashed.
 */
public final class KnownSelections {
  /** Goes up when a selection of the same files comes to another digest. */
  private static final int FORMAT = 1;

  /** Of a context whose Dockerfile changes all the time. */
  private static final int MOST = 64;

  private final WalkNotes notes;
  private final IgnoreRules rules;
  private final UserRights caller;
  private final Map<Digest, SelectionSummary> learned =
      Collections.synchronizedMap(new LinkedHashMap<>());
  private Map<Digest, SelectionSummary> standing;
  private int saved;

  KnownSelections(WalkNotes notes, IgnoreRules rules, UserRights caller) {
    this.notes = notes;
    this.rules = rules;
    this.caller = caller;
  }

  /** What these sources come to, if that is known without looking. */
  public Optional<SelectionSummary> find(List<CopyInput> inputs, CopyFilter filter)
      throws IOException {
    Map<Digest, SelectionSummary> known = standing();
    return known.isEmpty() ? Optional.empty() : Optional.ofNullable(known.get(key(inputs, filter)));
  }

  /** These sources were walked, and come to this. */
  public void learn(List<CopyInput> inputs, CopyFilter filter, SelectionSummary summary) {
    learned.put(key(inputs, filter), summary);
  }

  /** What was known is wrong: nothing of it is found any more. */
  public synchronized void forget() throws IOException {
    standing = Map.of();
    notes.forget();
  }

  /** Keeps what was learned for the next build. */
  synchronized void save(Walk walk) throws IOException {
    var all = new LinkedHashMap<Digest, SelectionSummary>();
    synchronized (learned) {
      all.putAll(learned);
    }
    int count = all.size();
    if (count == saved) {
      return;
    }
    for (Map.Entry<Digest, SelectionSummary> each : standing().entrySet()) {
      if (all.size() < MOST) {
        all.putIfAbsent(each.getKey(), each.getValue());
      }
    }
    notes.keep(walk, bytes(all));
    saved = count;
  }

  private synchronized Map<Digest, SelectionSummary> standing() throws IOException {
    if (standing == null) {
      Optional<byte[]> note = notes.standing();
      standing = note.isPresent() ? read(note.get()) : Map.of();
    }
    return standing;
  }

  private Digest key(List<CopyInput> inputs, CopyFilter filter) {
    var hash = new FieldHash();
    hash.number(caller.readsEverything() ? 1 : 0).number(caller.uid());
    new TreeSet<>(caller.gids()).forEach(hash::number);
    add(hash, rules);
    add(hash, filter.excludes());
    hash.number(filter.unpack() ? 1 : 0).number(filter.parents() ? 1 : 0);
    for (CopyInput input : inputs) {
      switch (input) {
        case CopyInput.Pattern(String text) -> hash.text("pattern").text(text);
        case CopyInput.Literal(String path) -> hash.text("literal").text(path);
        case CopyInput.Inline(String name, byte[] content) ->
            hash.text("inline").text(name).bytes(content);
      }
    }
    return hash.finish();
  }

  private static void add(FieldHash hash, IgnoreRules rules) {
    hash.number(rules.rules().size());
    rules.rules().forEach(rule -> hash.text(rule.text()).number(rule.exception() ? 1 : 0));
  }

  private static byte[] bytes(Map<Digest, SelectionSummary> all) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.writeInt(FORMAT);
    out.writeInt(all.size());
    for (Map.Entry<Digest, SelectionSummary> each : all.entrySet()) {
      out.writeUTF(each.getKey().hex());
      out.writeUTF(each.getValue().digest().hex());
      write(out, each.getValue().unmatched());
      write(out, each.getValue().unexcluded());
      out.writeBoolean(each.getValue().unpacks());
    }
    return bytes.toByteArray();
  }

  private static Map<Digest, SelectionSummary> read(byte[] note) {
    try (var in = new DataInputStream(new ByteArrayInputStream(note))) {
      if (in.readInt() != FORMAT) {
        return Map.of();
      }
      var all = new LinkedHashMap<Digest, SelectionSummary>();
      for (int left = in.readInt(); left > 0; left--) {
        all.put(
            new Digest(in.readUTF()),
            new SelectionSummary(new Digest(in.readUTF()), texts(in), texts(in), in.readBoolean()));
      }
      return all;
    } catch (IOException | IllegalArgumentException e) {
      // Of another version: as good as none.
      return Map.of();
    }
  }

  private static void write(DataOutputStream out, List<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      byte[] bytes = PathBytes.encode(text);
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  private static List<String> texts(DataInputStream in) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      texts.add(PathBytes.decode(in.readNBytes(in.readInt())));
    }
    return texts;
  }
}
