import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A jar whose classes went through a rewriting, with stack maps made anew where code changed. */
final class RewrittenJar {
  private RewrittenJar() {}

  /**
   * Writes the rewritten jar, the same bytes every time.
   *
   * @param classPath where the classes are found that code of the jar speaks of
   * @param rewriting the bytes of a class; null for one that stays as it is
   */
  static void write(Path jar, List<Path> classPath, BiFunction<ClassFile, ClassModel, byte[]> rewriting, Path to)
      throws Exception {
    URL[] urls = new URL[classPath.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = classPath.get(i).toUri().toURL();
    }
    try (var loader = new URLClassLoader(urls, null);
        FileSystem contents = FileSystems.newFileSystem(jar);
        OutputStream file = Files.newOutputStream(to);
        var out = new ZipOutputStream(file)) {
      ClassFile classFile = ClassFile.of(
          ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
          ClassFile.ClassHierarchyResolverOption.of(
              ClassHierarchyResolver.ofResourceParsing(loader)
                  .orElse(ClassHierarchyResolver.defaultResolver())
                  .cached()));
      List<Path> files;
      try (var walk = Files.walk(contents.getPath("/"))) {
        files = walk.filter(Files::isRegularFile).sorted().toList();
      }
      for (Path entry : files) {
        byte[] bytes = Files.readAllBytes(entry);
        String name = entry.toString().substring(1);
        if (name.matches("META-INF/[^/]*\\.(SF|RSA|DSA|EC)|META-INF/maven/.*")) {
          // Signatures do not hold for what is rewritten, and the AOT cache keeps no signed class.
          continue;
        }
        if (name.endsWith(".class") && !name.endsWith("module-info.class")) {
          byte[] rewritten = rewriting.apply(classFile, classFile.parse(bytes));
          bytes = rewritten == null ? bytes : rewritten;
        }
        if (name.equals("META-INF/MANIFEST.MF")) {
          bytes = manifest(bytes);
        }
        var header = new ZipEntry(name);
        header.setTime(0);
        out.putNextEntry(header);
        out.write(bytes);
      }
    }
  }

  /**
   * What is read of a manifest while a program runs. Each start reads that of every jar with a class
   * in the AOT cache, and the first start of a process those of all jars, so less is faster. No
   * seal is kept: classes out of the cache define a package without it, and the first class of it
   * that comes from the jar would then be refused.
   */
  private static byte[] manifest(byte[] whole) {
    // A value goes on in a line that begins with a blank.
    String main = new String(whole).replace("\r\n", "\n").split("\n\n", 2)[0].replace("\n ", "");
    StringBuilder kept = new StringBuilder("Manifest-Version: 1.0\n");
    for (String line : main.split("\n")) {
      if (line.matches("(Multi-Release|Implementation-Version): .*")) {
        kept.append(line).append('\n');
      }
    }
    return kept.append('\n').toString().getBytes();
  }
}
