package io.jbuild.core.plan;

import io.jbuild.grammar.Add;
import io.jbuild.grammar.Arg;
import io.jbuild.grammar.ArgDeclaration;
import io.jbuild.grammar.Flag;
import io.jbuild.grammar.GitAddress;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.Stage;
import io.jbuild.grammar.expand.Variables;
import io.jbuild.grammar.expand.WordExpander;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds what a SOURCE_DATE_EPOCH names: the context, a named context, a stage, in that order. */
final class EpochSources {
  private static final String CODE = "bad-source-date-epoch";

  private final PlanRequest request;
  private final Source source;
  private final Map<String, String> values;
  private final Findings findings;

  /**
   * @param values the global ARGs, without SOURCE_DATE_EPOCH itself
   */
  EpochSources(PlanRequest request, Map<String, String> values, Findings findings) {
    this.request = request;
    this.source = request.dockerfile().source();
    this.values = new LinkedHashMap<>(values);
    this.findings = findings;
  }

  /**
   * What a name stands for; empty when that was reported.
   *
   * @param range where the name is given
   */
  Optional<EpochSource> find(String name, Range range) {
    if (name.equals("context")) {
      return Optional.of(new EpochSource.MainContext());
    }
    Optional<NamedContexts.Found> context =
        new NamedContexts(request.namedContexts()).find(name, request.platform());
    if (context.isPresent()) {
      return Optional.of(new EpochSource.NamedContext(context.get().name()));
    }
    for (Stage stage : request.dockerfile().stages()) {
      if (stage.name().filter(name::equalsIgnoreCase).isPresent()) {
        return ofStage(stage);
      }
    }
    findings.error(
        CODE,
        source,
        range,
        "`" + name + "` is not a time for SOURCE_DATE_EPOCH",
        "give seconds since 1970, for example `1767225600`, or `context`, a named context or a"
            + " stage of one remote ADD");
    return Optional.empty();
  }

  private Optional<EpochSource> ofStage(Stage stage) {
    if (!expand(stage.from().image().text()).equals("scratch")) {
      return refused(stage.from().image().range(), "it does not begin with `FROM scratch`");
    }
    List<Add> adds = new ArrayList<>();
    for (Instruction instruction : stage.instructions()) {
      switch (instruction) {
        case Arg arg -> declare(arg);
        case Add add -> adds.add(add);
        default -> {
          return refused(instruction.range(), "it has another instruction than ARG and ADD");
        }
      }
    }
    return adds.size() == 1
        ? ofAdd(adds.getFirst())
        : refused(stage.from().range(), "it has " + adds.size() + " ADDs");
  }

  private Optional<EpochSource> ofAdd(Add add) {
    if (add.sources().size() != 1 || !add.heredocs().isEmpty()) {
      return refused(add.range(), "its ADD has not exactly one source");
    }
    String address = expand(add.sources().getFirst().text());
    boolean git = flag(add, "keep-git-dir").isPresent();
    boolean remote =
        git
            || address.startsWith("http://")
            || address.startsWith("https://")
            || GitAddress.parse(address).filter(a -> !a.fromLocalPath()).isPresent();
    if (!remote) {
      return refused(add.range(), "its ADD takes neither a URL nor a git repository");
    }
    Optional<String> checksum =
        flag(add, "checksum").flatMap(Flag::value).map(value -> expand(value.text()));
    return Optional.of(new EpochSource.Remote(address, checksum, git));
  }

  private static Optional<Flag> flag(Add add, String name) {
    return add.flags().stream().filter(flag -> flag.name().equals(name)).findFirst();
  }

  private void declare(Arg arg) {
    for (ArgDeclaration declaration : arg.declarations()) {
      String name = declaration.name().text();
      if (request.buildArgs().containsKey(name)) {
        values.put(name, request.buildArgs().get(name));
      } else if (declaration.defaultValue().isPresent()) {
        values.put(name, expand(declaration.defaultValue().get().text()));
      }
    }
  }

  private String expand(String text) {
    return WordExpander.words(request.dockerfile().directives().escape())
        .expand(text, Variables.of(values))
        .value();
  }

  private Optional<EpochSource> refused(Range range, String why) {
    findings.error(
        CODE,
        source,
        range,
        "SOURCE_DATE_EPOCH cannot be taken from this stage: " + why,
        "such a stage is `FROM scratch` with ARGs and one ADD of a URL or a git repository");
    return Optional.empty();
  }
}
