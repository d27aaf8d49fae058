package io.jbuild.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line that the {@code build} object of a record stands for. */
final class BuildArguments {
  private BuildArguments() {}

  /**
   * Options of {@code jbuild build}.
   *
   * @param contexts the folder of the named contexts, each in a folder of its name
   * @param secrets a folder to write the secrets to
   */
  static List<String> of(JsonNode build, Path contexts, Path secrets) throws IOException {
    List<String> arguments = new ArrayList<>();
    for (var arg : build.path("build_args").properties()) {
      arguments.addAll(List.of("--build-arg", arg.getKey() + "=" + arg.getValue().asText()));
    }
    for (var label : build.path("labels").properties()) {
      arguments.addAll(List.of("--label", label.getKey() + "=" + label.getValue().asText()));
    }
    for (var context : build.path("contexts").properties()) {
      arguments.add("--build-context");
      arguments.add(context.getKey() + "=" + contexts.resolve(context.getKey()));
    }
    for (var secret : build.path("secrets").properties()) {
      Path file = secrets.resolve("secret-" + secret.getKey());
      Files.writeString(file, secret.getValue().asText());
      arguments.addAll(List.of("--secret", "id=" + secret.getKey() + ",src=" + file));
    }
    if (!build.path("secrets").isEmpty()) {
      // BuildKit lets a command print its secret, and the cases look at what it prints.
      arguments.add("--allow=secret-in-layer");
    }
    for (JsonNode ssh : build.path("ssh")) {
      arguments.addAll(List.of("--ssh", ssh.asText()));
    }
    for (String option : List.of("target", "platform", "ulimit")) {
      if (build.has(option)) {
        arguments.addAll(List.of("--" + option, build.get(option).asText()));
      }
    }
    if (build.has("shm_size")) {
      arguments.addAll(List.of("--shm-size", build.get("shm_size").asText()));
    }
    if (build.has("hostname")) {
      arguments.add("--build-arg");
      arguments.add("BUILDKIT_SANDBOX_HOSTNAME=" + build.get("hostname").asText());
    }
    arguments.addAll(noCache(build.path("no_cache")));
    return arguments;
  }

  /** {@code true}, or the names of stages. */
  static List<String> noCache(JsonNode value) {
    if (value.isArray()) {
      return List.of("--no-cache-filter", String.join(",", RecordedCase.strings(value)));
    }
    return value.asBoolean() ? List.of("--no-cache") : List.of();
  }
}
