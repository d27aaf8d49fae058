package io.jbuild.cli;

import io.jbuild.grammar.Suggestion;
import java.util.List;

/**
 * What {@code build --call} asks for in place of an image.
 *
 * @param method what to find out
 * @param json whether to write it as JSON, in the form of {@code docker buildx build --call}
 * @param ignoreStatus whether findings do not make the call fail
 */
record CallSpec(Method method, boolean json, boolean ignoreStatus) {
  private static final List<String> METHODS = List.of("build", "check", "outline", "targets");

  enum Method {
    BUILD,
    CHECK,
    OUTLINE,
    TARGETS
  }

  /** Reads {@code check}, {@code outline,format=json} and the like. */
  static CallSpec parse(String text) {
    Method method = Method.BUILD;
    boolean json = false;
    boolean ignoreStatus = false;
    for (String part : text.split(",", -1)) {
      switch (part) {
        case "build" -> method = Method.BUILD;
        // docker's older name for it
        case "check", "lint" -> method = Method.CHECK;
        case "outline" -> method = Method.OUTLINE;
        case "targets" -> method = Method.TARGETS;
        case "format=json" -> json = true;
        case "format=text" -> json = false;
        case "ignorestatus", "ignorestatus=true" -> ignoreStatus = true;
        case "ignorestatus=false" -> ignoreStatus = false;
        default ->
            throw new UsageException(
                "`--call " + text + "`: `" + part + "` is not understood",
                Suggestion.nearest(part, METHODS)
                        .map(near -> "did you mean `" + near + "`? ")
                        .orElse("")
                    + "allowed: `"
                    + String.join("`, `", METHODS)
                    + "`, with `,format=json`");
      }
    }
    return new CallSpec(method, json, ignoreStatus);
  }
}
