package io.jbuild.core.build;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.cache.TreeRemover;
import io.jbuild.core.context.UserRights;
import io.jbuild.core.layer.Ownership;
import io.jbuild.core.plan.PinnedImage;
import io.jbuild.core.registry.RegistryClient;
import io.jbuild.core.sandbox.ControlGroups;
import io.jbuild.core.sandbox.Helper;
import io.jbuild.core.sandbox.IdMap;
import io.jbuild.core.sandbox.Sandbox;
import io.jbuild.core.secret.SshAgents;
import io.jbuild.core.solve.FailedRuns;
import io.jbuild.core.solve.Layers;
import io.jbuild.core.solve.RunSurroundings;
import io.jbuild.core.solve.SecretWatch;
import io.jbuild.core.solve.SharedRecords;
import io.jbuild.core.solve.SolvedLayer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What this process can do on this machine. Outside of jbuild's user namespace, or without the
 * sandbox helper, everything works that runs no command and sets no owner.
 *
 * @param idMap of the user namespace that the launcher entered
 * @param helper the program that does what the JDK cannot
 * @param caller whose rights count when a build context is read
 */
public record Machine(Optional<IdMap> idMap, Optional<Helper> helper, UserRights caller) {
  /** Trees that are unpacked outside of the namespace are all this user's. */
  private static final String OUTSIDE = "outside";

  /** The machine as this process finds it. */
  public static Machine ofThisProcess() throws IOException {
    boolean entered = IdMap.isEntered();
    return new Machine(
        entered ? Optional.of(IdMap.current()) : Optional.empty(),
        Helper.find(),
        CallingUser.ofThisProcess());
  }

  boolean keepsOwners() {
    return idMap.isPresent() && idMap.get().mode().keepsOwners();
  }

  /** The layers of a store, fetched through the registry client when they are not here. */
  public Layers layers(StoreDirectory store, Supplier<RegistryClient> registry) {
    return layers(store, registry, SharedRecords.NONE);
  }

  /** The same, with layers that others share. */
  Layers layers(StoreDirectory store, Supplier<RegistryClient> registry, SharedRecords shared) {
    return new Layers(
        store,
        mappingKey(),
        keepsOwners() ? Ownership.MAPPED : Ownership.SINGLE,
        new HelperFiles(),
        remover(),
        (layer, into) -> fetch(layer, store, registry),
        shared);
  }

  /**
   * Deletes trees, those of subordinate ids included where the namespace was entered. What a step
   * leaves is mostly an empty folder or two: a process is started only for what this one cannot
   * delete.
   */
  public TreeRemover remover() {
    return tree -> {
      try {
        TreeRemover.walking().remove(tree);
      } catch (IOException e) {
        if (helper.isEmpty()) {
          throw e;
        }
        HelperFiles.remove(helper.get(), tree);
      }
    };
  }

  /**
   * The sandbox for commands.
   *
   * @throws io.jbuild.core.sandbox.SandboxException when there is none, with what to do about it
   */
  public Sandbox sandbox() throws IOException {
    return new Sandbox(Helper.installed(), IdMap.current());
  }

  /** What commands have of this machine and of what the request gives them. */
  RunSurroundings surroundings(
      StoreDirectory store,
      BuildRequest request,
      SshAgents agents,
      FailedRuns failedRuns,
      SecretWatch secretWatch,
      SharedRecords shared) {
    return new RunSurroundings(
        this::sandbox,
        keepsOwners(),
        store.cacheMounts(mappingKey()),
        request.secrets(),
        agents,
        request.run(),
        new ControlGroups(request.run().resources()),
        failedRuns,
        secretWatch,
        shared);
  }

  /** A command line that runs as the calling user. */
  List<String> asCaller(List<String> command) {
    return helper.isPresent() ? helper.get().asCaller(command) : command;
  }

  String mappingKey() {
    return idMap.map(IdMap::key).orElse(OUTSIDE);
  }

  private static void fetch(
      SolvedLayer layer, StoreDirectory store, Supplier<RegistryClient> registry)
      throws IOException {
    var origin = layer.pulledFrom().map(PinnedImage::location);
    if (origin.isPresent() && origin.get() instanceof PinnedImage.Location.Registry(var name)) {
      registry.get().fetch(name, List.of(layer.blob()), store.blobs());
      return;
    }
    throw new FileNotFoundException(
        "layer `"
            + layer.blob().digest()
            + "` is gone from the store, and nothing says where it came from;"
            + " load the image again");
  }
}
