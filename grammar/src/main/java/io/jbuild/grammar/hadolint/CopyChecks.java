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
    switch (visit.instruction()) {
      case Copy copy -> {
        manySources(copy, visit);
        relativeTarget(copy, visit);
        remember(copy, visit);
      }
      case Add add -> plainFiles(add, visit);
      default -> visit.commands().forEach(this::unpacked);
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
        String name = isArchive(target) ? target : path;
        copied.put(Paths.fileName(name), new Copied(visit, source.range()));
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
    boolean bundled =
        !command.arguments().isEmpty()
            && command.arguments().getFirst().text().matches("[A-Za-z]*x[A-Za-z]*");
    return bundled
        || command.hasOption("x")
        || command.hasOption("extract")
        || command.hasOption("get");
  }

  private static boolean isArchive(String path) {
    return ARCHIVES.stream().anyMatch(path::endsWith);
  }

  private void plainFiles(Add add, Visit visit) {
    boolean special =
        add.flags().stream()
            .map(Flag::name)
            .anyMatch(
                name ->
                    !name.startsWith("ch") && !name.equals("link") && !name.equals("exclude")
                        || name.equals("checksum"));
    for (Word source : add.sources()) {
      String path = visit.scope().known(source.text()).orElse("");
      if (path.isEmpty() || isArchive(path) || isRemote(path)) {
        continue;
      }
      boolean onlyFiles =
          !special
              && !visit.isTrigger()
              && add.sources().stream()
                  .map(word -> visit.scope().known(word.text()).orElse("https://"))
                  .noneMatch(p -> isArchive(p) || isRemote(p));
      String message = "ADD does no more than COPY for `" + path + "`";
      String hint = "write `COPY`; ADD is for archives that are to be unpacked, URLs and git";
      if (onlyFiles) {
        Range keyword = visit.keyword();
        boolean lower = Character.isLowerCase(findings.source().text().charAt(keyword.start()));
        findings.add(
            HadolintRule.ADD_FOR_FILES,
            visit,
            source.range(),
            message,
            hint,
            Fix.suggested("write `COPY`", keyword, lower ? "copy" : "COPY"));
      } else {
        findings.add(HadolintRule.ADD_FOR_FILES, visit, source.range(), message, hint);
      }
    }
  }

  private static boolean isRemote(String path) {
    return path.startsWith("http://")
        || path.startsWith("https://")
        || path.startsWith("git@")
        || path.startsWith("git://")
        || path.startsWith("ssh://");
  }
}
