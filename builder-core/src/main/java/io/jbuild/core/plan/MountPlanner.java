package io.jbuild.core.plan;

import io.jbuild.grammar.CsvFields;
import io.jbuild.grammar.Flag;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Plans the {@code --mount} flags of one RUN: defaults, relative targets, origins. */
final class MountPlanner {
  private static final int MODE_OF_CACHE = 0755;
  private static final int MODE_OF_SECRET = 0400;
  private static final int MODE_OF_SOCKET = 0600;
  private static final int PERMISSIONS = 07777;

  private final StagePlanner.Context context;
  private final StageState state;
  private final Words words;
  private final List<StepPlace> places = new ArrayList<>();
  private final List<RunMount> mounts = new ArrayList<>();
  private int sockets;
  private boolean failed;

  MountPlanner(StagePlanner.Context context, StageState state) {
    this.context = context;
    this.state = state;
    this.words = context.words(state);
  }

  /** Adds a mount, or reports what is wrong with it. */
  void add(Flag flag) {
    Word word = flag.value().orElseThrow();
    try {
      mount(word, options(word)).ifPresent(mounts::add);
    } catch (MountOptions.BadOptionException e) {
      error(e.getMessage(), e.hint(), word.range());
    }
    failed |= words.failed();
  }

  boolean failed() {
    return failed;
  }

  /** In the order written. */
  List<RunMount> mounts() {
    return mounts;
  }

  /** The words that the mounts came from. */
  List<StepPlace> places() {
    return places;
  }

  private MountOptions options(Word word) throws MountOptions.BadOptionException {
    List<String> fields;
    try {
      fields = CsvFields.of(word.text());
    } catch (IllegalArgumentException e) {
      throw new MountOptions.BadOptionException(
          "the options of the mount cannot be told apart: " + e.getMessage(),
          Optional.of("quote a whole option: `--mount='type=bind,\"source=a,b\",target=/c'`"));
    }
    var options = new MountOptions();
    for (String field : fields) {
      int equals = field.indexOf('=');
      String key = (equals < 0 ? field : field.substring(0, equals)).toLowerCase(Locale.ROOT);
      Range range = OriginName.part(word, field, context.source());
      try {
        if (equals < 0) {
          options.set(key);
        } else {
          options.set(key, words.expand(field.substring(equals + 1), range));
        }
      } catch (MountOptions.BadOptionException e) {
        error(e.getMessage(), e.hint(), range);
        return options;
      }
    }
    options.check();
    return options;
  }

  private Optional<RunMount> mount(Word word, MountOptions options)
      throws MountOptions.BadOptionException {
    if (failed || words.failed()) {
      return Optional.empty();
    }
    return Optional.of(
        switch (options.type) {
          case BIND -> bind(word, options);
          case CACHE -> cache(word, options);
          case TMPFS ->
              new RunMount.Tmpfs(
                  target(options.target), options.bytes, options.readOnly.orElse(false));
          case SECRET -> secret(word, options);
          case SSH -> ssh(word, options);
        });
  }

  private RunMount bind(Word word, MountOptions options) throws MountOptions.BadOptionException {
    String source = UnixPath.clean(options.source);
    place(source, word);
    return new RunMount.Bind(
        options.from.isEmpty() ? new CopyOrigin.FromContext("") : origin(word, options.from),
        source,
        target(options.target),
        !options.readOnly.orElse(true));
  }

  private RunMount cache(Word word, MountOptions options) throws MountOptions.BadOptionException {
    String source = UnixPath.clean(options.source);
    boolean asked = options.mode.isPresent() || options.uid.isPresent() || options.gid.isPresent();
    place(source, word);
    return new RunMount.Cache(
        context.args().buildArgs().getOrDefault("BUILDKIT_CACHE_MOUNT_NS", ""),
        options.id.isEmpty() ? cleanAsGiven(options.target) : options.id,
        options.sharing.orElse(RunMount.Sharing.SHARED),
        options.from.isEmpty()
            ? new CopyOrigin.FromStep(new Step.Scratch())
            : origin(word, options.from),
        source,
        target(options.target),
        options.readOnly.orElse(false),
        asked && source.equals("/")
            ? Optional.of(access(options, MODE_OF_CACHE))
            : Optional.empty());
  }

  private RunMount secret(Word word, MountOptions options) throws MountOptions.BadOptionException {
    String id = options.source.isEmpty() ? options.id : options.source;
    if (id.isEmpty()) {
      id = baseName(options.target);
    }
    if (id.isEmpty()) {
      throw new MountOptions.BadOptionException(
          "a secret needs an `id`", Optional.of("write `--mount=type=secret,id=…`"));
    }
    Optional<String> target =
        !options.target.isEmpty()
            ? Optional.of(target(options.target))
            : options.env.isPresent()
                ? Optional.empty()
                : Optional.of(target("/run/secrets/" + baseName(id)));
    String named = id;
    place(id, word);
    return new RunMount.Secret(
        id,
        target,
        options.env.map(name -> name.isEmpty() ? named : name),
        options.required,
        access(options, MODE_OF_SECRET));
  }

  private RunMount ssh(Word word, MountOptions options) throws MountOptions.BadOptionException {
    String byDefault = "/run/buildkit/ssh_agent." + sockets++;
    String id = options.id.isEmpty() ? "default" : options.id;
    place(id, word);
    return new RunMount.Ssh(
        id,
        target(options.target.isEmpty() ? byDefault : options.target),
        options.required,
        access(options, MODE_OF_SOCKET));
  }

  private void place(String text, Word word) {
    places.add(new StepPlace(StepPlace.Role.MOUNT, text, context.source(), word.range()));
  }

  private static RunMount.Access access(MountOptions options, int mode) {
    return new RunMount.Access(
        options.mode.orElse(mode) & PERMISSIONS, options.uid.orElse(0L), options.gid.orElse(0L));
  }

  private CopyOrigin origin(Word word, String name) {
    return context
        .origins()
        .origin(
            new OriginName(name, OriginName.part(word, name, context.source())), context, state);
  }

  /** Absolute; a relative one starts at the WORKDIR. */
  private String target(String given) throws MountOptions.BadOptionException {
    String workdir = state.config.workingDir;
    String target = UnixPath.clean(given.startsWith("/") ? given : workdir + "/" + given);
    if (target.equals("/")) {
      throw new MountOptions.BadOptionException(
          given.isEmpty()
              ? "the mount has no `target`"
              : "nothing can be mounted over `/`, which is what `" + given + "` comes to",
          Optional.of("name a folder or file of the image: `target=/…`"));
    }
    if (target.equals("/proc") || target.startsWith("/proc/")) {
      throw new MountOptions.BadOptionException(
          "nothing can be mounted in `/proc`: `" + target + "`",
          Optional.of("name another target"));
    }
    return target;
  }

  /** The id of a cache that was given none: its target, before WORKDIR has a say. */
  private static String cleanAsGiven(String target) {
    String clean = UnixPath.clean(target);
    return target.startsWith("/") ? clean : clean.equals("/") ? "." : clean.substring(1);
  }

  private static String baseName(String path) {
    String clean = UnixPath.clean(path);
    return clean.substring(clean.lastIndexOf('/') + 1);
  }

  private void error(String message, Optional<String> hint, Range range) {
    failed = true;
    context.findings().error("bad-mount", context.source(), range, message, hint.orElseThrow());
  }
}
