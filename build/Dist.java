import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Lays out the distribution that the launcher starts: {@code lib/*.jar}, {@code
 * libexec/jbuild-sandbox}, {@code bin/jbuild}, {@code docs}, {@code jbuild.env} and the AOT cache of
 * the JVM.
 *
 * <p>The AOT cache is named by the digest of all jars and of the JVM that made it, so that a stale
 * one is never found; it is made by running the commands of {@code io.jbuild.cli.Training}.
 *
 * <p>Arguments: the project's folder, the jar of the program, a file with the class path of all jars
 * that it needs, the distribution's folder.
 */
final class Dist {
  /**
   * The JVM's flags. A build is short, so the second compiler only takes its time: it starts late and
   * does not repeat what the training compiled. SHA-256 alone has to be compiled by it at once, being
   * ten times slower in any other form: the two methods around what the compiler has an own form
   * for, and not their loops, which take it 60 ms and are never run once the two are ready. Measured on a cached build, 40 RUN steps, and a COPY of
   * 300 MB: 0.24, 1.4 and 4.8 s with the first compiler alone, 0.30, 1.2 and 1.1 s with both as they
   * are, 0.27, 1.1 and 0.9 s so.
   */
  private static final String OPTIONS =
      String.join(
          " ",
          "-XX:+UseSerialGC",
          // Else a big machine gets a big nursery, all of which is used once before anything is thrown away:
          // 20,000 files took 600 MB where there are 128 GB, they take 155 MB anywhere.
          "-XX:MaxNewSize=64m",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:-AOTReplayTraining",
          "-XX:Tier4InvocationThreshold=100000",
          "-XX:Tier4MinInvocationThreshold=12000",
          "-XX:Tier4CompileThreshold=300000",
          "-XX:Tier4BackEdgeThreshold=800000",
          "-XX:CompileCommand=quiet",
          "-XX:CompileCommand=CompileThresholdScaling,sun.security.provider.SHA2::implCompress,0.0001",
          "-XX:CompileCommand=CompileThresholdScaling,sun.security.provider.DigestBase::implCompressMultiBlock,0.0001",
          "-Xlog:disable",
          // A damaged AOT cache costs time and is no error of the user's.
          "-Xlog:all=error,aot*=off,cds*=off:stderr",
          // What the JDK is not to say of NoLoggerFinder.
          "-Djdk.logger.finder.error=QUIET",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private static final String OWN = "(builder|grammar|layer)-.*";

  public static void main(String[] args) throws Exception {
    Path project = Path.of(args[0]);
    List<Path> jars = new ArrayList<>(List.of(Path.of(args[1])));
    for (String jar : Files.readString(Path.of(args[2])).strip().split(":")) {
      jars.add(Path.of(jar));
    }
    Path dist = Path.of(args[3]);
    Path lib = Files.createDirectories(dist.resolve("lib"));
    Path java = Path.of(System.getProperty("java.home"), "bin/java");
    Files.deleteIfExists(dist.resolve("jbuild.env"));

    List<String> names = copyJars(jars, lib);
    copyExecutable(project.resolve("jbuild"), dist.resolve("bin/jbuild"));
    Path docs = Files.createDirectories(dist.resolve("docs"));
    Files.copy(project.resolve("docs/rules.md"), docs.resolve("rules.md"), StandardCopyOption.REPLACE_EXISTING);
    Path helper = project.resolve("builder-core/target/jbuild-sandbox");
    if (Files.exists(helper)) {
      copyExecutable(helper, dist.resolve("libexec/jbuild-sandbox"));
    }
    String aot = "jbuild-" + digest(lib, names) + ".aot";
    // Every class of a cache costs each start some microseconds, used or not. Without what picocli and the
    // other commands need, a cached build takes 10 ms less of 100; the language server has its own for the same reason.
    String build = aot.replace(".aot", ".build.aot");
    String editor = aot.replace(".aot", ".lsp.aot");
    // In the namespace first: the training runs a command then. Where that is refused, without.
    List<String> enter = Files.exists(helper) ? List.of(dist.resolve("libexec/jbuild-sandbox").toString(), "enter", "--") : List.of();
    boolean made =
        train("builds", enter, java, dist, names, build)
            & train("commands", enter, java, dist, names, aot)
            & train("edits", List.of(), java, dist, names, editor);
    removeOtherCaches(dist, List.of(build, aot, editor));
    writeEnvironment(dist, java, names, aot);
    if (!made) {
      System.out.println("no AOT cache could be made: jbuild works, but starts in a second");
    }
  }

  /** Jars that did not change keep their time: the JVM compares it with that in the AOT cache. */
  private static List<String> copyJars(List<Path> from, Path to) throws Exception {
    List<String> names = new ArrayList<>();
    for (Path jar : from) {
      String name = jar.getFileName().toString();
      Path fresh = to.resolve(name + ".new");
      if (name.startsWith("picocli-") || name.startsWith("xz-")) {
        RewrittenJar.write(jar, List.of(jar), UpgradeClasses::rewrite, fresh);
      } else if (name.matches("jackson-(core|databind)-.*")) {
        RewrittenJar.write(jar, from, DeferDecimals::rewrite, fresh);
      } else if (name.matches(OWN)) {
        RewrittenJar.write(jar, from, LinkCallSites::rewrite, fresh);
      } else {
        RewrittenJar.write(jar, from, (classFile, model) -> null, fresh);
      }
      Path target = to.resolve(name);
      if (Files.exists(target) && Files.mismatch(fresh, target) < 0) {
        Files.delete(fresh);
      } else {
        Files.setLastModifiedTime(fresh, FileTime.from(Files.getLastModifiedTime(jar).to(TimeUnit.SECONDS), TimeUnit.SECONDS));
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
      }
      names.add(name);
    }
    try (Stream<Path> files = Files.list(to)) {
      for (Path old : files.filter(f -> !names.contains(f.getFileName().toString())).toList()) {
        Files.delete(old);
      }
    }
    // Ours first: most classes are looked up there.
    names.sort(Comparator.comparing((String n) -> !n.matches(OWN)).thenComparing(n -> n));
    return names;
  }

  private static void copyExecutable(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Path fresh = to.resolveSibling(to.getFileName() + ".new");
    Files.copy(from, fresh, StandardCopyOption.REPLACE_EXISTING);
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.move(fresh, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String digest(Path lib, List<String> names) throws Exception {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    for (String name : names) {
      sha256.update(name.getBytes());
      byte[] buffer = new byte[1 << 16];
      try (InputStream in = Files.newInputStream(lib.resolve(name))) {
        for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
          sha256.update(buffer, 0, n);
        }
      }
    }
    sha256.update((System.getProperty("java.vm.version") + OPTIONS).getBytes());
    return HexFormat.of().formatHex(sha256.digest()).substring(0, 16);
  }

  private static boolean train(String what, List<String> enter, Path java, Path dist, List<String> names, String aot) throws Exception {
    return Files.exists(dist.resolve(aot))
        || trained(what, enter, java, dist, names, aot)
        || (!enter.isEmpty() && trained(what, List.of(), java, dist, names, aot));
  }

  private static boolean trained(String what, List<String> enter, Path java, Path dist, List<String> names, String aot) throws Exception {
    Path scratch = Files.createTempDirectory("jbuild-training");
    Path fresh = dist.resolve(aot + "." + ProcessHandle.current().pid());
    List<String> command = new ArrayList<>(enter);
    command.add(java.toString());
    command.addAll(List.of(OPTIONS.split(" ")));
    command.add("-XX:AOTCacheOutput=" + fresh);
    command.addAll(List.of("-cp", classpath(dist, names), "-Djbuild.dist=" + dist, "-Djbuild.helper=" + dist.resolve("libexec/jbuild-sandbox"), "io.jbuild.cli.Training", what, scratch.toString()));
    Path log = dist.resolve("training-" + what + ".log");
    try {
      Process process =
          start(log, command);
      if (process.waitFor(120, TimeUnit.SECONDS) && process.exitValue() == 0 && Files.exists(fresh)) {
        Files.move(fresh, dist.resolve(aot), StandardCopyOption.ATOMIC_MOVE);
        return true;
      }
      process.destroyForcibly();
      return false;
    } finally {
      Files.deleteIfExists(fresh);
      Files.deleteIfExists(dist.resolve(fresh.getFileName() + ".config"));
      delete(scratch);
    }
  }

  private static Process start(Path log, List<String> command) throws IOException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder.start();
  }

  private static String classpath(Path dist, List<String> names) {
    return String.join(":", names.stream().map(n -> dist.resolve("lib").resolve(n).toString()).toList());
  }

  private static void removeOtherCaches(Path dist, List<String> ours) throws IOException {
    try (Stream<Path> files = Files.list(dist)) {
      for (Path old : files.filter(f -> f.getFileName().toString().matches("jbuild-.*\\.aot.*")).toList()) {
        if (!ours.contains(old.getFileName().toString())) {
          Files.delete(old);
        }
      }
    }
  }

  /** Written last and whole: its presence says that the distribution is complete. */
  private static void writeEnvironment(Path dist, Path java, List<String> names, String aot)
      throws IOException {
    String text =
        "jbuild_java='" + java + "'\n"
            + "jbuild_aot='" + aot + "'\n"
            + "jbuild_options='" + OPTIONS + "'\n"
            + "jbuild_classpath=\"" + String.join(":", names.stream().map(n -> "$dist/lib/" + n).toList()) + "\"\n";
    Path fresh = dist.resolve("jbuild.env.new");
    Files.writeString(fresh, text);
    Files.move(fresh, dist.resolve("jbuild.env"), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
