package io.jbuild.cli.conformance;

import java.util.List;

/** What became of one case. */
sealed interface Verdict {
  /** As recorded. */
  record Passed() implements Verdict {}

  /** jbuild refuses by name what the case needs. */
  record Deferred(String reason) implements Verdict {}

  /** This user cannot have what the case needs. */
  record Impossible(String reason) implements Verdict {}

  /** Not as recorded, and meant so. */
  record Otherwise(String reason, List<String> differences) implements Verdict {}

  /** Not as recorded. */
  record Wrong(List<String> differences) implements Verdict {}
}
