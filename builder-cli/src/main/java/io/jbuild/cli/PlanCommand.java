package io.jbuild.cli;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.build.BuildRequest;
import io.jbuild.core.build.Inputs;
import io.jbuild.core.build.Planning;
import io.jbuild.core.build.Reuse;
import io.jbuild.core.plan.Plan;
import io.jbuild.core.plan.PlanText;
import io.jbuild.core.progress.BuildEvent;
import io.jbuild.core.progress.BuildListener;
import io.jbuild.core.remote.Remotes;
import io.jbuild.core.store.ImageStore;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code jbuild plan}: what a build would do, without doing it. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Prints the steps and the image config that a build would give.")
final class PlanCommand implements Callable<Integer> {
  @Mixin private BuildOptions options;
  @Mixin private StoreOption store;
  @Mixin private RegistryOptions registry;

  @Override
  public Integer call() throws Exception {
    BuildRequest request = options.request(List.of(), List.of(), Reuse.ALL);
    try (StoreDirectory directory = StoreDirectory.open(store.root());
        Registries registries = registry.open(Caller.fromEnvironment())) {
      BuildListener listener =
          event -> {
            if (event instanceof BuildEvent.Finding(String text)) {
              System.err.println(text);
            }
          };
      var remotes = new Remotes(directory, AsCaller::run, request.secrets(), listener);
      List<Plan> plans =
          Planning.of(
              request,
              new Inputs(request, directory, remotes, System.in),
              ImageStore.of(directory),
              registries,
              listener);
      System.out.print(PlanText.print(plans));
      return 0;
    }
  }
}
