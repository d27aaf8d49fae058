package io.jbuild.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may import whom, read from the class files. A package that is not listed here fails. */
final class ArchitectureTest {
  private static final String ANTLR = "org.antlr.";
  private static final String JACKSON_CORE = "com.fasterxml.jackson.core.";
  private static final String JACKSON = "com.fasterxml.jackson.";
  private static final String COMPRESS = "org.apache.commons.compress.";
  private static final String ZSTD = "com.github.luben.zstd.";
  private static final String XZ = "org.tukaani.";
  private static final String GUAVA = "com.google.common.";
  private static final String YAML = "org.snakeyaml.engine.";
  private static final String DIFF = "com.github.difflib.";
  private static final String GRAMMAR = "io.jbuild.grammar";
  private static final String EXPAND = "io.jbuild.grammar.expand";
  private static final String LINT = "io.jbuild.grammar.lint";
  private static final String SHELL = "io.jbuild.grammar.shell";
  private static final String HADOLINT = "io.jbuild.grammar.hadolint";
  private static final String SHELLCHECK = "io.jbuild.grammar.shellcheck";
  private static final String ADVICE = "io.jbuild.grammar.advice";
  private static final String OUTLINE = "io.jbuild.grammar.outline";
  private static final String CHECK = "io.jbuild.grammar.check";
  private static final String FORMAT = "io.jbuild.grammar.format";
  private static final String EDITOR = "io.jbuild.grammar.editor";
  private static final String CACHE = "io.jbuild.cache";
  private static final String IMAGE = "io.jbuild.core.image";
  private static final String LAYER = "io.jbuild.core.layer";
  private static final String COMPRESS_LAYERS = "io.jbuild.core.compress";
  private static final String PROGRESS = "io.jbuild.core.progress";
  private static final String REGISTRY = "io.jbuild.core.registry";
  private static final String REMOTE = "io.jbuild.core.remote";
  private static final String STORE = "io.jbuild.core.store";
  private static final String CONTEXT = "io.jbuild.core.context";
  private static final String PLAN = "io.jbuild.core.plan";
  private static final String PIN = "io.jbuild.core.pin";
  private static final String SECRET = "io.jbuild.core.secret";
  private static final String SOLVE = "io.jbuild.core.solve";
  private static final String SANDBOX = "io.jbuild.core.sandbox";
  private static final String EXPORT = "io.jbuild.core.export";
  private static final String COMPARE = "io.jbuild.core.compare";
  private static final String SPACE = "io.jbuild.core.space";
  private static final String SHARED = "io.jbuild.core.shared";
  private static final String BUILD = "io.jbuild.core.build";
  private static final String CLI = "io.jbuild.cli";
  private static final String CLI_CHECK = "io.jbuild.cli.check";
  private static final String CLI_CALL = "io.jbuild.cli.call";
  private static final String CLI_TEMPLATE = "io.jbuild.cli.template";
  private static final String CLI_SPACE = "io.jbuild.cli.space";
  private static final String CLI_IMAGE = "io.jbuild.cli.image";
  private static final String CLI_LSP = "io.jbuild.cli.lsp";
  private static final String LSP4J = "org.eclipse.lsp4j.";
  private static final String GSON = "com.google.gson.";
  private static final String UI = "io.jbuild.cli.ui";

  /** What a package may use beside the JDK and itself; a name that ends in a dot is a prefix. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry(GRAMMAR, Set.of(ANTLR, EXPAND)),
          Map.entry(EXPAND, Set.of(GRAMMAR)),
          Map.entry(LINT, Set.of(GRAMMAR, EXPAND)),
          Map.entry(SHELL, Set.of(GRAMMAR)),
          Map.entry(HADOLINT, Set.of(GRAMMAR, EXPAND, LINT, SHELL)),
          Map.entry(SHELLCHECK, Set.of(GRAMMAR, EXPAND, SHELL, HADOLINT)),
          Map.entry(ADVICE, Set.of(GRAMMAR, EXPAND, LINT, SHELL, OUTLINE)),
          Map.entry(OUTLINE, Set.of(GRAMMAR, EXPAND, LINT)),
          Map.entry(CHECK, Set.of(GRAMMAR, LINT, HADOLINT, ADVICE)),
          Map.entry(FORMAT, Set.of(GRAMMAR)),
          Map.entry(EDITOR, Set.of(GRAMMAR, EXPAND, SHELL)),
          Map.entry(CACHE, Set.of(JACKSON_CORE)),
          Map.entry(PROGRESS, Set.of()),
          Map.entry(SANDBOX, Set.of("jnr.")),
          Map.entry(IMAGE, Set.of(CACHE, JACKSON_CORE)),
          Map.entry(LAYER, Set.of(IMAGE, CACHE, COMPRESS, ZSTD, XZ, GUAVA)),
          Map.entry(COMPRESS_LAYERS, Set.of(IMAGE, LAYER, CACHE, ZSTD)),
          Map.entry(REGISTRY, Set.of(IMAGE, CACHE, PROGRESS, JACKSON, GUAVA)),
          Map.entry(REMOTE, Set.of(REGISTRY, SECRET, CACHE, PROGRESS, GRAMMAR)),
          Map.entry(STORE, Set.of(IMAGE, LAYER, CACHE, PROGRESS, JACKSON, COMPRESS)),
          Map.entry(CONTEXT, Set.of(GRAMMAR, LAYER, CACHE, COMPRESS, ZSTD, XZ, GUAVA)),
          Map.entry(PLAN, Set.of(GRAMMAR, EXPAND, IMAGE, CACHE, GUAVA)),
          Map.entry(SECRET, Set.of(GRAMMAR)),
          Map.entry(
              PIN, Set.of(GRAMMAR, PLAN, IMAGE, REGISTRY, REMOTE, STORE, CONTEXT, CACHE, PROGRESS)),
          Map.entry(
              SOLVE,
              Set.of(
                  REMOTE, PLAN, LAYER, CONTEXT, REGISTRY, STORE, SANDBOX, IMAGE, CACHE, PROGRESS,
                  GRAMMAR, SECRET)),
          Map.entry(
              EXPORT,
              Set.of(
                  IMAGE,
                  LAYER,
                  COMPRESS_LAYERS,
                  REGISTRY,
                  STORE,
                  CACHE,
                  PROGRESS,
                  COMPRESS,
                  JACKSON)),
          Map.entry(SPACE, Set.of(IMAGE, PLAN, CACHE, STORE, COMPRESS_LAYERS, REMOTE, SOLVE)),
          Map.entry(
              SHARED,
              Set.of(
                  IMAGE,
                  LAYER,
                  COMPRESS_LAYERS,
                  REGISTRY,
                  EXPORT,
                  PLAN,
                  SOLVE,
                  CACHE,
                  PROGRESS,
                  ZSTD)),
          Map.entry(COMPARE, Set.of(IMAGE, LAYER, CACHE)),
          Map.entry(
              BUILD,
              Set.of(
                  COMPARE,
                  COMPRESS_LAYERS,
                  GRAMMAR,
                  CACHE,
                  IMAGE,
                  LAYER,
                  PROGRESS,
                  REGISTRY,
                  STORE,
                  CONTEXT,
                  PLAN,
                  PIN,
                  SOLVE,
                  SHARED,
                  SANDBOX,
                  EXPORT,
                  REMOTE,
                  SECRET)),
          Map.entry(CLI, Set.of("io.jbuild.", "picocli.", JACKSON)),
          Map.entry(
              CLI_CHECK,
              Set.of(
                  GRAMMAR,
                  LINT,
                  HADOLINT,
                  SHELLCHECK,
                  ADVICE,
                  CHECK,
                  CONTEXT,
                  JACKSON,
                  YAML,
                  DIFF)),
          Map.entry(
              CLI_LSP,
              Set.of(
                  GRAMMAR, CHECK, LINT, HADOLINT, FORMAT, EDITOR, CLI_CHECK, CONTEXT, STORE, IMAGE,
                  OUTLINE, BUILD, PLAN, SOLVE, UI, LSP4J, GSON)),
          Map.entry(CLI_CALL, Set.of(GRAMMAR, CHECK, OUTLINE, JACKSON_CORE, CLI_TEMPLATE)),
          Map.entry(CLI_TEMPLATE, Set.of(JACKSON_CORE)),
          Map.entry(
              CLI_IMAGE,
              Set.of(
                  CLI_TEMPLATE, UI, IMAGE, LAYER, COMPARE, CONTEXT, REGISTRY, STORE, CACHE, SPACE)),
          Map.entry(CLI_SPACE, Set.of(CLI_TEMPLATE, CLI_IMAGE, UI, CACHE)),
          Map.entry(UI, Set.of(PROGRESS, JACKSON_CORE)));

  @Test
  void packagesImportOnlyWhatTheyMay() throws IOException {
    Map<String, Set<String>> uses = uses();
    assertTrue(uses.size() > 5, "class files were found: " + uses.keySet());
    List<String> wrong = new ArrayList<>();
    uses.forEach(
        (user, used) -> {
          Set<String> allowed = MAY_USE.get(user);
          if (allowed == null) {
            wrong.add(user + " is not listed");
            return;
          }
          for (String name : used) {
            if (allowed.stream()
                .noneMatch(a -> a.endsWith(".") ? (name + ".").startsWith(a) : a.equals(name))) {
              wrong.add(user + " uses " + name);
            }
          }
        });
    assertEquals(List.of(), wrong);
  }

  @Test
  void everyPackageIsDocumented() throws IOException {
    List<Path> bare = new ArrayList<>();
    for (Path folder : sourceFolders()) {
      try (Stream<Path> walk = Files.walk(folder)) {
        walk.filter(Files::isDirectory)
            .filter(ArchitectureTest::holdsJava)
            .filter(d -> !Files.exists(d.resolve("package-info.java")))
            .forEach(bare::add);
      }
    }
    assertEquals(List.of(), bare);
  }

  @Test
  void noPackageIsNamedAfterNothing() throws IOException {
    for (String name : uses().keySet()) {
      assertFalse(name.matches(".*\\b(utils?|impl|manager|helpers?|common)\\b.*"), name);
    }
  }

  private static Map<String, Set<String>> uses() throws IOException {
    Map<String, Set<String>> uses = new TreeMap<>();
    for (String module : List.of("grammar", "layer-cache", "builder-core", "builder-cli")) {
      Path classes = root().resolve(module).resolve("target/classes");
      try (Stream<Path> walk = Files.walk(classes)) {
        for (Path file :
            (Iterable<Path>) walk.filter(p -> p.toString().endsWith(".class"))::iterator) {
          var model = ClassFile.of().parse(file);
          String user = packageOf(model.thisClass().asSymbol());
          Set<String> used = uses.computeIfAbsent(user, key -> new TreeSet<>());
          for (var entry : model.constantPool()) {
            if (entry instanceof ClassEntry reference) {
              String name = packageOf(elementOf(reference.asSymbol()));
              if (!name.isEmpty() && !isJdk(name) && !name.equals(user)) {
                used.add(name);
              }
            }
          }
        }
      }
    }
    return uses;
  }

  private static ClassDesc elementOf(ClassDesc type) {
    return type.isArray() ? elementOf(type.componentType()) : type;
  }

  private static String packageOf(ClassDesc type) {
    return type.isPrimitive() ? "" : type.packageName();
  }

  private static boolean isJdk(String name) {
    return name.startsWith("java.") || name.startsWith("javax.") || name.startsWith("com.sun.net.");
  }

  private static boolean holdsJava(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(f -> f.toString().endsWith(".java"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<Path> sourceFolders() {
    return Stream.of("grammar", "layer-cache", "builder-core", "builder-cli")
        .map(module -> root().resolve(module).resolve("src/main/java"))
        .toList();
  }

  private static Path root() {
    return Path.of(System.getProperty("jbuild.root", ".."));
  }
}
