import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/**
 * Has jackson's parsers make their four decimal bounds where they compare with them, not when the
 * first parser is made.
 *
 * <p>The first {@link java.math.BigDecimal} of a JVM computes a table of powers that takes 12 to 22
 * ms. No document that jbuild reads needs one, but {@code ParserMinimalBase} keeps the bounds of int
 * and long as decimals, too.
 */
final class DeferDecimals {
  private static final ClassDesc PARSER = ClassDesc.of("com.fasterxml.jackson.core.base.ParserMinimalBase");
  private static final ClassDesc DECIMAL = ClassDesc.of("java.math.BigDecimal");
  private static final ClassDesc INTEGER = ClassDesc.of("java.math.BigInteger");

  private DeferDecimals() {}

  static byte[] rewrite(ClassFile classFile, ClassModel model) {
    boolean isParser = model.thisClass().asSymbol().equals(PARSER);
    if (!isParser && model.methods().stream().noneMatch(DeferDecimals::reads)) {
      return null;
    }
    ClassTransform transform =
        ClassTransform.transformingMethods(DeferDecimals::changes, MethodTransform.transformingCode(CodeTransform.ofStateful(Deferring::new)));
    return classFile.transformClass(model, isParser ? transform.andThen(ClassTransform.endHandler(DeferDecimals::makers)) : transform);
  }

  private static boolean changes(MethodModel method) {
    return reads(method) || method.methodName().equalsString(ConstantDescs.CLASS_INIT_NAME);
  }

  private static boolean reads(MethodModel method) {
    return method.code().stream().flatMap(code -> code.elementStream()).anyMatch(element -> isBound(element, Opcode.GETSTATIC));
  }

  /** {@code BD_MIN_INT} and the like, under whatever class it is named by. */
  private static boolean isBound(CodeElement element, Opcode opcode) {
    return element instanceof FieldInstruction field && field.opcode() == opcode && field.name().stringValue().startsWith("BD_M") && field.typeSymbol().equals(DECIMAL);
  }

  /** Leaves out what makes the bounds, and asks for them where they are read. */
  private static final class Deferring implements CodeTransform {
    private boolean making;

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      if (element instanceof NewObjectInstruction made && made.className().asSymbol().equals(DECIMAL)) {
        making = true;
      } else if (isBound(element, Opcode.PUTSTATIC)) {
        making = false;
      } else if (isBound(element, Opcode.GETSTATIC)) {
        code.invokestatic(PARSER, maker(((FieldInstruction) element).name().stringValue()), MethodTypeDesc.of(DECIMAL));
      } else if (!making) {
        code.with(element);
      }
    }
  }

  private static String maker(String field) {
    return "deferred$" + field;
  }

  private static void makers(ClassBuilder builder) {
    for (String bound : new String[] {"MIN_INT", "MAX_INT", "MIN_LONG", "MAX_LONG"}) {
      builder.withMethodBody(
          maker("BD_" + bound),
          MethodTypeDesc.of(DECIMAL),
          ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
          code -> code.new_(DECIMAL).dup()
              .getstatic(PARSER, "BI_" + bound, INTEGER)
              .invokespecial(DECIMAL, ConstantDescs.INIT_NAME, MethodTypeDesc.of(ConstantDescs.CD_void, INTEGER))
              .areturn());
    }
  }
}
