package io.jbuild.cli.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cli.conformance.Verdict.Wrong;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The cases of {@code ${jbuild.corpus}/conformance} come out as recorded, but for those that {@code
 * testdata/conformance/contested.tsv} lists with a reason and those that need what jbuild refuses
 * by name. {@code -Djbuild.cases=AREA} or {@code AREA/NAME} picks cases; both are regular
 * expressions, and several may stand with commas between.
 */
class ConformanceIT {
  private static final Path PROJECT = Path.of(System.getProperty("jbuild.root", ".."));

  @Test
  void recordedBuildsComeOutTheSameForTheCallingUser() throws Exception {
    run("");
  }

  @Test
  void recordedBuildsComeOutTheSameForAnOrdinaryUserWithSubordinateIds() throws Exception {
    String user = System.getProperty("jbuild.testuser", "jbuild-subuid");
    Programs.need(Machine.isRoot(), "only root can start jbuild as another user");
    Programs.need(Machine.userExists(user), "there is no user `" + user + "`");
    run(user);
  }

  private static void run(String user) throws Exception {
    Path folder = Path.of(System.getProperty("jbuild.corpus", "no-corpus"), "conformance");
    if (!Files.isDirectory(folder)) {
      System.out.println("skipped: no recorded builds at " + folder);
      Assumptions.abort("no recorded builds");
    }
    Path busybox = Path.of("/bin/busybox");
    Programs.need(Files.isExecutable(busybox), "there is no `/bin/busybox` (busybox-static)");
    Map<String, String> contested =
        Contested.read(
            PROJECT.resolve("testdata/conformance/contested.tsv"),
            !user.isEmpty() || !Machine.isRoot());
    Failures failures = Failures.read(PROJECT.resolve("testdata/conformance/failures.tsv"));
    try (var machine = Machine.prepare(PROJECT.resolve("builder-cli/target/dist"), user)) {
      Bases bases =
          Bases.make(
              RecordedCase.JSON.readTree(folder.resolve("bases.json").toFile()),
              busybox,
              machine.launcher(),
              machine.folder());
      List<RecordedCase> cases = picked(RecordedCase.all(folder));
      Map<RecordedCase, Verdict> verdicts = build(cases, bases, failures, machine);
      var report = new Report(user, verdicts, contested);
      report.write(PROJECT.resolve("builder-cli/target"));
      System.out.println(report.counts());
      assertEquals("", report.failures(), "differences from what is recorded");
    }
  }

  /** Those that the user asks for; a wish that no case fulfils is a mistake. */
  private static List<RecordedCase> picked(List<RecordedCase> all) {
    List<RecordedCase> picked = new ArrayList<>();
    for (String wish : System.getProperty("jbuild.cases", ".*").split(",")) {
      int before = picked.size();
      all.stream()
          .filter(each -> each.area().matches(wish) || each.toString().matches(wish))
          .forEach(picked::add);
      assertTrue(picked.size() > before, "no case is meant by `" + wish + "`");
    }
    return picked.stream().distinct().toList();
  }

  /** One case per processor at a time. */
  private static Map<RecordedCase, Verdict> build(
      List<RecordedCase> cases, Bases bases, Failures failures, Machine machine) throws Exception {
    Map<RecordedCase, Verdict> verdicts = new LinkedHashMap<>();
    try (var threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      List<Callable<Verdict>> runs = new ArrayList<>();
      for (RecordedCase each : cases) {
        runs.add(() -> verdict(each, bases, failures, machine));
      }
      List<Future<Verdict>> done = threads.invokeAll(runs);
      for (int i = 0; i < cases.size(); i++) {
        verdicts.put(cases.get(i), done.get(i).get());
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
    return verdicts;
  }

  private static Verdict verdict(
      RecordedCase recorded, Bases bases, Failures failures, Machine machine)
      throws InterruptedException {
    try {
      Path folder = machine.newFolder(recorded.area() + "-" + recorded.name());
      Launcher launcher = machine.launcher();
      if (!recorded.needs("ssh-agent")) {
        return new CaseRun(recorded, bases, failures, launcher, machine.owner(), folder).run();
      }
      if (!Programs.onPath("ssh-agent")) {
        return new Verdict.Impossible("there is no `ssh-agent` (openssh-client)");
      }
      try (var agent = SshAgent.start(launcher, folder)) {
        launcher = launcher.with("SSH_AUTH_SOCK=" + agent.socket());
        return new CaseRun(recorded, bases, failures, launcher, machine.owner(), folder).run();
      }
    } catch (IOException | RuntimeException e) {
      return new Wrong(List.of("cannot be tried: " + e));
    }
  }
}
