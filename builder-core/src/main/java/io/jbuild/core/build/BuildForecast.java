package io.jbuild.core.build;

import io.jbuild.cache.StatCache;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.context.BuildContext;
import io.jbuild.core.context.IgnoreRules;
import io.jbuild.core.context.UserRights;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.EntryType;
import io.jbuild.core.plan.BuildFailure;
import io.jbuild.core.plan.CopySource;
import io.jbuild.core.plan.ImageRequest;
import io.jbuild.core.plan.PinnedImage;
import io.jbuild.core.plan.Plan;
import io.jbuild.core.plan.Step;
import io.jbuild.core.solve.EarlierSteps;
import io.jbuild.core.solve.Forecast;
import io.jbuild.core.solve.Outlook;
import io.jbuild.core.store.LayoutConfigs;
import io.jbuild.grammar.Parsed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code jbuild build} would do for the steps of a Dockerfile, and what its COPY instructions
 * select, told without building: nothing is run, fetched or written. One for a store, to be asked
 * again as files change: it remembers what it has read. To be used by one thread at a time.
 */
public final class BuildForecast {
  private final Path root;
  private final Map<Path, StatCache> digests = new HashMap<>();
  private EarlierSteps earlier;

  /**
   * Forecasts for a store.
   *
   * @param root its folder, where there need not be a store
   */
  public BuildForecast(Path root) {
    this.root = root;
  }

  /**
   * Files and their bytes.
   *
   * @param count of regular files
   */
  public record Amount(int count, long bytes) {}

  /** Where a Dockerfile lies and which folder is its context. */
  public record Place(Path context, Path dockerfile) {}

  /**
   * The context that a Dockerfile was last built with: its folder, or one above it. Its folder
   * where none was.
   */
  public Place place(Path dockerfile) throws IOException {
    Optional<EarlierSteps> known = earlier();
    Path folder = dockerfile.toAbsolutePath().normalize().getParent();
    if (known.isPresent()) {
      for (Path context = folder; context != null; context = context.getParent()) {
        if (known.get().know(BuildRequest.source(context, dockerfile))) {
          return new Place(context, dockerfile);
        }
      }
    }
    return new Place(folder, dockerfile);
  }

  /**
   * A look at one text of a Dockerfile.
   *
   * @throws BuildFailure for mistakes in it
   */
  public Look look(Parsed parsed, Place place) throws BuildFailure, IOException {
    return new Look(LocalPlan.of(parsed, Optional.empty(), Map.of(), this::image), place);
  }

  private Optional<EarlierSteps> earlier() throws IOException {
    Optional<StoreDirectory> store = StoreDirectory.reading(root);
    if (store.isEmpty()) {
      return Optional.empty();
    }
    if (earlier == null) {
      earlier = new EarlierSteps(store.get());
    }
    return Optional.of(earlier);
  }

  private Optional<PinnedImage> image(ImageRequest wanted) {
    try {
      return new LayoutConfigs(root.resolve("images"))
          .content(ImageName.parse(wanted.name()), wanted.platform())
          .map(image -> LocalPlan.pinned(wanted, image));
    } catch (IOException | IllegalArgumentException e) {
      // No name of an image, or a store that cannot be read: it is not at hand.
      return Optional.empty();
    }
  }

  /** One plan, and what is to be told of its steps. */
  public final class Look {
    private final LocalPlan local;
    private final Place place;
    private final IgnoreRules rules;
    private final UserRights caller = CallingUser.ofThisProcess();
    private final BuildContext context;
    private final BuildContext unfiltered;
    private final Optional<Forecast> forecast;

    private Look(LocalPlan local, Place place) throws IOException {
      this.local = local;
      this.place = place;
      this.rules = IgnoreRules.load(place.context(), Optional.of(place.dockerfile()));
      Optional<StoreDirectory> store = StoreDirectory.reading(root);
      this.context = open(rules, store);
      this.unfiltered =
          rules.rules().isEmpty() ? context : open(IgnoreRules.NONE, Optional.empty());
      this.forecast = store.isEmpty() ? Optional.empty() : Optional.of(forecast(store.get()));
    }

    private BuildContext open(IgnoreRules wanted, Optional<StoreDirectory> store)
        throws IOException {
      if (store.isEmpty()) {
        return BuildContext.open(place.context(), wanted, caller, Optional.empty());
      }
      Path folder = place.context().toRealPath();
      StatCache known = store.get().statCache(folder);
      StatCache before = digests.put(folder, known);
      if (before != null) {
        known.learnFrom(before);
      }
      return BuildContext.open(place.context(), wanted, caller, Optional.of(known));
    }

    private Forecast forecast(StoreDirectory store) throws IOException {
      return new Forecast(
          store,
          BuildRequest.source(place.context(), place.dockerfile()),
          plan().steps(),
          earlier().orElseThrow(),
          image -> !local.missing().contains(image.name()),
          name -> context);
    }

    /** The steps that a build would come to, in the order of the Dockerfile. */
    public Plan plan() {
      return local.plan();
    }

    /** What a build would do for a step; nothing where there is no store. */
    public Optional<Outlook> outlook(Step step) throws IOException {
      return forecast.isEmpty() ? Optional.empty() : Optional.of(forecast.get().of(step));
    }

    /** Whether a step copies files of the context. */
    public boolean takesOfContext(Step step) {
      return step instanceof Step.CopyFiles copy
          && ContextUse.isMain(copy.origin())
          && copy.sources().stream().anyMatch(source -> source instanceof CopySource.Pattern);
    }

    /** What a step takes of the context. */
    public Amount taken(Step step) throws IOException {
      return amount(step, context);
    }

    private static Amount amount(Step step, BuildContext from) throws IOException {
      int count = 0;
      long bytes = 0;
      for (String path : ContextUse.taken(step, from)) {
        Optional<Entry> entry = from.find(path);
        if (entry.isPresent() && entry.get().type() == EntryType.FILE) {
          count++;
          bytes += entry.get().size();
        }
      }
      return new Amount(count, bytes);
    }

    /** What it would take, were nothing ignored. */
    public Amount takenOfAll(Step step) throws IOException {
      return rules.rules().isEmpty() ? taken(step) : amount(step, unfiltered);
    }
  }
}
