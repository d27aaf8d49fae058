package io.jbuild.core.build;

import io.jbuild.cache.StatCache;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.context.BuildContext;
import io.jbuild.core.context.Caller;
import io.jbuild.core.context.IgnoreRules;
import io.jbuild.core.pin.NamedContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The folders that COPY reads from, each opened once, with the digests known from earlier builds.
 */
final class OpenContexts {
  private final BuildRequest request;
  private final StoreDirectory store;
  private final Caller caller;
  private final Map<String, BuildContext> open = new HashMap<>();
  private final List<StatCache> digests = new ArrayList<>();

  OpenContexts(BuildRequest request, StoreDirectory store, Caller caller) {
    this.request = request;
    this.store = store;
    this.caller = caller;
  }

  /**
   * A context of files.
   *
   * @param name of a named context; empty for the build's own
   */
  synchronized BuildContext open(String name) throws IOException {
    BuildContext known = open.get(name);
    if (known != null) {
      return known;
    }
    Path folder =
        name.isEmpty()
            ? request.context()
            : ((NamedContext.Files) request.namedContexts().get(name)).folder();
    IgnoreRules rules =
        IgnoreRules.load(
            folder, name.isEmpty() ? Optional.of(DockerfileText.path(request)) : Optional.empty());
    StatCache earlier = store.statCache(folder.toRealPath());
    BuildContext context = BuildContext.open(folder, rules, caller, Optional.of(earlier));
    digests.add(earlier);
    open.put(name, context);
    return context;
  }

  /** Keeps what was learned for the next build. */
  synchronized void save() throws IOException {
    for (StatCache learned : digests) {
      learned.save();
    }
  }
}
