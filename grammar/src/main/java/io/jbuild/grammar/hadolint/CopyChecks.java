package io.jbuild.grammar.hadolint;

import io.jbuild.grammar.Add;
import io.jbuild.grammar.Copy;
import io.jbuild.grammar.Fix;
import io.jbuild.grammar.Flag;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Word;
import io.jbuild.grammar.shell.ShellWord;
import io.jbuild.grammar.shell.SimpleCommand;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rules about what COPY and ADD take and where they put it. */
final class CopyChecks implements Check {
  /** Names of what ADD unpacks, or its author may think so. */
  private static final List<String> ARCHIVES =
      List.of(
          ".tar", ".Z", ".bz2", ".gz", ".lz", ".lzma", ".tZ", ".tb2", ".tbz", ".tbz2", ".tgz",
          ".tlz", ".tpz", ".txz", ".xz", ".zst", ".tzst");

  private static final Set<String> UNPACKERS =
      Set.of("gunzip", "bunzip2", "unlzma", "unxz", "uncompress", "zcat", "bzcat", "xzcat");

  private final Findings findings;
  private final Map<String, Copied> copied = new HashMap<>();

  private record Copied(Visit visit, Range source) {}

  CopyChecks(Findings findings) {
    this.findings = findings;
  }

  @Override
  public void enter(Section section) {
    copied.clear();
  }

  @Override
  public void look(Visit visit) {
    if (visit.instruction() instanceof Copy copy) {
      manySources(copy, visit);
      relativeTarget(copy, visit);
      remember(copy, visit);
    } else if (visit.instruction() instanceof Add add) {
      plainFiles(add, visit);
    } else {
      visit.commands().forEach(this::unpacked);
    }
  }

  private void manySources(Copy copy, Visit visit) {
    Word target = copy.destination();
    String path = visit.scope().known(target.text()).orElse("/");
    if (copy.sources().size() + copy.heredocs().size() > 1
        && !path.endsWith("/")
        && !path.endsWith("\\")) {
      findings.add(
          HadolintRule.COPY_MANY_TO_FOLDER,
          visit,
          target.range(),
          "several files go to `" + path + "`, which does not end in `/`",
          "write `" + path + "/`");
    }
  }

  private void relativeTarget(Copy copy, Visit visit) {
    String path = visit.scope().text(copy.destination().text());
    if (!visit.scope().hasWorkdir() && !Paths.isAbsolute(copy.destination().text(), path)) {
      findings.add(
          HadolintRule.COPY_WITHOUT_WORKDIR,
          visit,
          copy.destination().range(),
          "`" + path + "` is relative, and no WORKDIR says to what",
          "write an absolute path, or set WORKDIR before");
    }
  }

  private void remember(Copy copy, Visit visit) {
    if (copy.flags().stream().anyMatch(flag -> flag.name().equals("from"))) {
      return;
    }
    String target = visit.scope().text(copy.destination().text());
    for (Word source : copy.sources()) {
      String path = visit.scope().text(source.text());
      if (isArchive(path)) {
        var found = new Copied(visit, source.range());
        copied.put(Paths.fileName(path), found);
        if (copy.sources().size() == 1 && !target.endsWith("/")) {
          copied.put(Paths.fileName(target), found);
        }
      }
    }
  }

  private void unpacked(SimpleCommand command) {
    if (copied.isEmpty() || !unpacks(command)) {
      return;
    }
    for (ShellWord argument : command.arguments()) {
      String name = Paths.fileName(argument.text());
      Copied found = copied.get(name.substring(name.lastIndexOf('=') + 1));
      if (found != null) {
        findings.add(
            HadolintRule.UNPACK_WITH_ADD,
            found.visit,
            found.source,
            "this archive is unpacked later, and stays in the layer besides",
            "`ADD` copies and unpacks it in one step");
      }
    }
  }

  private static boolean unpacks(SimpleCommand command) {
    if (UNPACKERS.contains(command.name())) {
      return true;
    }
    if (!command.name().equals("tar") && !command.name().equals("bsdtar")) {
      return false;
    }
    // The letters of tar need no dash.
    String first = command.arguments().isEmpty() ? "" : command.arguments().getFirst().text();
    boolean bundled = first.indexOf('x') >= 0 && first.chars().allMatch(Character::isLetter);
    return bundled
        || command.hasOption("x")
        || command.hasOption("extract")
        || command.hasOption("get");
  }

  private static boolean isArchive(String path) {
    return ARCHIVES.stream().anyMatch(path::endsWith);
  }

  private void plainFiles(Add add, Visit visit) {
    List<Optional<String>> paths =
        add.sources().stream().map(source -> visit.scope().known(source.text())).toList();
    for (int i = 0; i < paths.size(); i++) {
      if (isPlain(paths.get(i))) {
        String message = "ADD does no more than COPY for `" + paths.get(i).get() + "`";
        String hint = "write `COPY`; ADD is for archives that are to be unpacked, URLs and git";
        Range place = add.sources().get(i).range();
        boolean all = paths.stream().allMatch(CopyChecks::isPlain) && takesFlagsOfCopy(add);
        findings.add(
            HadolintRule.ADD_FOR_FILES,
            visit.place(),
            place,
            message,
            hint,
            all ? Optional.of(asCopy(visit, paths)) : Optional.empty());
        return;
      }
    }
  }

  private static boolean isPlain(Optional<String> path) {
    return path.isPresent() && !isArchive(path.get()) && !isRemote(path.get());
  }

  private static boolean takesFlagsOfCopy(Add add) {
    return add.flags().stream()
        .map(Flag::name)
        .allMatch(name -> Set.of("chown", "chmod", "link", "exclude").contains(name));
  }

  /** A file whose name tells nothing may be an archive all the same: ADD looks into files. */
  private Fix asCopy(Visit visit, List<Optional<String>> paths) {
    boolean safe =
        paths.stream()
            .map(path -> path.orElse(""))
            .allMatch(path -> path.endsWith("/") || Paths.fileName(path).indexOf('.') >= 0);
    Range keyword = visit.keyword();
    String replacement = visit.instruction().origin().keyword().equals("add") ? "copy" : "COPY";
    return safe
        ? Fix.safe("write `COPY`", keyword, replacement)
        : Fix.suggested("write `COPY`", keyword, replacement);
  }

  private static boolean isRemote(String path) {
    return path.startsWith("http://")
        || path.startsWith("https://")
        || path.startsWith("git@")
        || path.startsWith("git://")
        || path.startsWith("ssh://");
  }
}
