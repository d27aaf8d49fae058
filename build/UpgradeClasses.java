import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Rewrites a jar so that all of its classes have the class file version of Java 17.
 *
 * <p>The JVM's AOT cache keeps only classes that the split verifier checks (version 50 and later);
 * picocli is compiled to version 49, which costs 35 ms at every start. The code stays as it is, only
 * stack maps are added.
 */
final class UpgradeClasses {
  private static final int SPLIT_VERIFIER = 50;
  private static final int TARGET = ClassFile.JAVA_17_VERSION;

  /** Writes the rewritten jar, the same bytes every time. */
  static void upgrade(Path jar, Path upgraded) throws Exception {
    try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
        FileSystem contents = FileSystems.newFileSystem(jar);
        OutputStream file = Files.newOutputStream(upgraded);
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
        if (name.endsWith(".class") && !name.endsWith("module-info.class")) {
          bytes = upgraded(classFile, bytes);
        }
        if (name.equals("META-INF/MANIFEST.MF")) {
          // Classes out of the AOT cache define a package without its seal; the first class of it
          // that comes from the jar would then be refused.
          bytes = new String(bytes).replace("Sealed: true", "Sealed: false").getBytes();
        }
        var header = new ZipEntry(name);
        header.setTime(0);
        out.putNextEntry(header);
        out.write(bytes);
      }
    }
  }

  private static byte[] upgraded(ClassFile classFile, byte[] bytes) {
    var model = classFile.parse(bytes);
    if (model.majorVersion() >= SPLIT_VERIFIER) {
      return bytes;
    }
    ClassTransform upgrade = (builder, element) -> {
      switch (element) {
        case ClassFileVersion _ -> builder.withVersion(TARGET, 0);
        // Only code that is built anew gets stack maps.
        case MethodModel method ->
            builder.transformMethod(method, MethodTransform.transformingCode((code, part) -> code.with(part)));
        default -> builder.with(element);
      }
    };
    return classFile.transformClass(model, upgrade);
  }
}
