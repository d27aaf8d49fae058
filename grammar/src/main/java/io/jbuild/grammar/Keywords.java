package io.jbuild.grammar;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The names of the instructions and their token types. */
final class Keywords {
  private static final Map<String, Integer> TYPES = new HashMap<>();

  static {
    for (int type = DockerfileTokens.ADD; type <= DockerfileTokens.WORKDIR; type++) {
      TYPES.put(DockerfileTokens.VOCABULARY.getSymbolicName(type), type);
    }
  }

  private Keywords() {}

  /** The token type of a name in any case, {@link DockerfileTokens#UNKNOWN} if it is none. */
  static int type(String name) {
    return TYPES.getOrDefault(name.toUpperCase(Locale.ROOT), DockerfileTokens.UNKNOWN);
  }

  /** All names, in upper case. */
  static Set<String> names() {
    return TYPES.keySet();
  }
}
