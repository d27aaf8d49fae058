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
        if (name.matches("META-INF/[^/]*\\.(SF|RSA|DSA|EC)")) {
          // Signatures do not hold for what is rewritten, and the AOT cache keeps no signed class.
          continue;
        }
        if (name.endsWith(".class") && !name.endsWith("module-info.class")) {
          byte[] rewritten = rewriting.apply(classFile, classFile.parse(bytes));
          bytes = rewritten == null ? bytes : rewritten;
        }
        if (name.equals("META-INF/MANIFEST.MF")) {
          // Classes out of the AOT cache define a package without its seal; the first class of it
          // that comes from the jar would then be refused.
          // The sections behind the first are digests of a signature's.
          String main = new String(bytes).replace("\r\n", "\n").split("\n\n", 2)[0] + "\n\n";
          bytes = main.replace("Sealed: true", "Sealed: false").getBytes();
        }
        var header = new ZipEntry(name);
        header.setTime(0);
        out.putNextEntry(header);
        out.write(bytes);
      }
    }
  }
}
