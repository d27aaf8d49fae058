package io.jbuild.core.secret;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ssh agents of a build by id: sockets of running agents, or files of keys.
 *
 * @param paths by id, in the order given: one socket, or private keys; never empty
 */
public record SshSources(Map<String, List<Path>> paths) {
  /** No agent at all. */
  public static final SshSources NONE = new SshSources(Map.of());

  public SshSources {
    var copy = new LinkedHashMap<String, List<Path>>();
    paths.forEach((id, list) -> copy.put(id, List.copyOf(list)));
    paths = Collections.unmodifiableMap(copy);
  }

  /**
   * Reads the values of {@code --ssh} options: {@code ID[=PATH[,PATH…]]}. Without a path it is the
   * agent of the environment.
   *
   * @param environment the calling user's
   * @throws IllegalArgumentException with a message for the user
   */
  public static SshSources parse(List<String> options, Map<String, String> environment) {
    var paths = new LinkedHashMap<String, List<Path>>();
    for (String option : options) {
      int equals = option.indexOf('=');
      String id = equals < 0 ? option : option.substring(0, equals);
      if (id.isEmpty()) {
        throw new IllegalArgumentException("`--ssh " + option + "` names no id: write `default`");
      }
      var list = new ArrayList<Path>();
      if (equals >= 0) {
        for (String path : option.substring(equals + 1).split(",")) {
          if (!path.isEmpty()) {
            list.add(Path.of(path));
          }
        }
      }
      if (list.isEmpty()) {
        String agent = environment.getOrDefault("SSH_AUTH_SOCK", "");
        if (agent.isEmpty()) {
          throw new IllegalArgumentException(
              "`--ssh "
                  + option
                  + "`: no ssh agent is running here (SSH_AUTH_SOCK is not set): start one, or name"
                  + " keys, `--ssh "
                  + id
                  + "=FILE`");
        }
        list.add(Path.of(agent));
      }
      paths.put(id, list);
    }
    return new SshSources(paths);
  }
}
