import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;

/**
 * Gives a class the class file version of Java 17.
 *
 * <p>The JVM's AOT cache keeps only classes that the split verifier checks (version 50 and later);
 * picocli is compiled to version 49, which costs 35 ms at every start. The code stays as it is, only
 * stack maps are added.
 */
final class UpgradeClasses {
  private static final int SPLIT_VERIFIER = 50;
  private static final int TARGET = ClassFile.JAVA_17_VERSION;

  private UpgradeClasses() {}

  static byte[] rewrite(ClassFile classFile, ClassModel model) {
    if (model.majorVersion() >= SPLIT_VERIFIER) {
      return null;
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
