package io.jbuild.core.build;

import io.jbuild.cache.StatCache;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.context.BuildContext;
import io.jbuild.core.context.IgnoreRules;
import io.jbuild.core.context.UserRights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The folders that COPY reads from, each opened once, with the digests known from earlier builds.
 */
final class OpenContexts {
  private final Inputs inputs;
  private final StoreDirectory store;
  private final UserRights caller;
  private final Map<String, BuildContext> open = new HashMap<>();
  private final FolderNotes notes;

  OpenContexts(Inputs inputs, StoreDirectory store, UserRights caller, FolderNotes notes) {
    this.inputs = inputs;
    this.store = store;
    this.caller = caller;
    this.notes = notes;
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
    BuildContext context = name.isEmpty() ? main() : named(name);
    open.put(name, context);
    return context;
  }

  private BuildContext main() throws IOException {
    MainContext main = inputs.main();
    return main.fetched()
        ? fetched(main.folder())
        : folder(main.folder(), IgnoreRules.load(main.folder(), main.dockerfilePath()));
  }

  private BuildContext named(String name) throws IOException {
    Inputs.Named named = inputs.named(name);
    return named.fetched()
        ? fetched(named.folder())
        : folder(named.folder(), IgnoreRules.load(named.folder(), Optional.empty()));
  }

  private BuildContext folder(Path folder, IgnoreRules rules) throws IOException {
    Path root = folder.toRealPath();
    StatCache earlier = store.statCache(root);
    return BuildContext.open(folder, rules, caller, Optional.of(earlier), notes.of(root));
  }

  /** What was brought here is this build's own: no mode keeps it out, and no digest outlives it. */
  private static BuildContext fetched(Path folder) throws IOException {
    return BuildContext.open(folder, IgnoreRules.NONE, UserRights.ROOT, Optional.empty());
  }

  /** Keeps what was learned for the next build. */
  synchronized void save() throws IOException {
    for (BuildContext context : open.values()) {
      context.save();
    }
  }
}
