package io.jbuild.core.build;

import io.jbuild.core.image.ContainerConfig;
import io.jbuild.core.image.ImageConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The texts of an image in which a secret could stand, by what a user calls their place. */
final class SecretTexts {
  private SecretTexts() {}

  static Map<String, String> of(ImageConfig image) {
    Map<String, String> texts = new LinkedHashMap<>();
    ContainerConfig config = image.config();
    for (String variable : config.env()) {
      String name = variable.substring(0, Math.max(0, variable.indexOf('=')));
      texts.merge("the variable `" + name + "`", variable, (a, b) -> a + "\n" + b);
    }
    config.labels().forEach((name, value) -> texts.put("the label `" + name + "`", value));
    config.cmd().ifPresent(words -> texts.put("CMD", text(words)));
    config.entrypoint().ifPresent(words -> texts.put("ENTRYPOINT", text(words)));
    config.healthcheck().ifPresent(check -> texts.put("HEALTHCHECK", check.toString()));
    texts.put("ONBUILD", text(config.onBuild()));
    texts.put("the names of its labels", text(List.copyOf(config.labels().keySet())));
    texts.put("WORKDIR, USER, VOLUME or EXPOSE", places(config));
    texts.put("MAINTAINER", image.author());
    for (int i = 0; i < image.history().size(); i++) {
      texts.put("line " + (i + 1) + " of its history", image.history().get(i).toString());
    }
    return texts;
  }

  private static String places(ContainerConfig config) {
    return String.join(
        "\n",
        config.workingDir(),
        config.user(),
        String.join("\n", config.volumes()),
        String.join("\n", config.exposedPorts()));
  }

  private static String text(List<String> words) {
    return String.join("\n", words);
  }
}
