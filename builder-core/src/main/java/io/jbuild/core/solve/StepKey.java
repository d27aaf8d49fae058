package io.jbuild.core.solve;

import io.jbuild.cache.Digest;
import io.jbuild.core.plan.Step;
import io.jbuild.core.plan.StepIdentity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a step's result is remembered by: its own fields, and what it reads.
 *
 * @param digest of fields and inputs together
 */
record StepKey(Digest digest, SortedMap<String, String> fields, SortedMap<String, String> inputs) {

  /**
   * The key of a step.
   *
   * @param inputs content digests and the like, by what they are
   */
  static StepKey of(Step step, SortedMap<String, String> inputs) {
    SortedMap<String, String> fields = new TreeMap<>(StepIdentity.fields(step));
    fields.put("kind", StepIdentity.kind(step));
    MessageDigest sha256 = Digest.sha256();
    update(sha256, fields);
    update(sha256, inputs);
    return new StepKey(Digest.finish(sha256), fields, inputs);
  }

  /** Digest of the fields alone: the step whatever its inputs hold. */
  Digest definition() {
    MessageDigest sha256 = Digest.sha256();
    update(sha256, fields);
    return Digest.finish(sha256);
  }

  /** Lengths stand before texts, so that no two maps give the same bytes. */
  private static void update(MessageDigest sha256, SortedMap<String, String> map) {
    map.forEach(
        (name, value) -> {
          byte[] text = value.getBytes(StandardCharsets.UTF_8);
          sha256.update((name + " " + text.length + "\n").getBytes(StandardCharsets.UTF_8));
          sha256.update(text);
        });
    sha256.update((byte) 0);
  }
}
