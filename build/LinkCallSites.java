import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Puts plain code in the place of the call sites that the JVM's AOT cache does not keep: switches
 * over types and enums, and the equals, hashCode and toString of records.
 *
 * <p>Each of them is otherwise linked anew in every run, by classes that are spun for it: one to
 * three milliseconds a site on the way of a cached build, which passes some thirty of them. The code
 * does what {@code java.lang.runtime.SwitchBootstraps} and {@code ObjectMethods} document.
 */
final class LinkCallSites implements ClassTransform {
  private static final ClassDesc SWITCHES = ClassDesc.of("java.lang.runtime.SwitchBootstraps");
  private static final ClassDesc RECORDS = ClassDesc.of("java.lang.runtime.ObjectMethods");
  private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");
  private static final ClassDesc TEXT = ClassDesc.of("java.lang.StringBuilder");

  private final ClassDesc self;
  private final boolean isInterface;
  private final List<Consumer<ClassBuilder>> methods = new ArrayList<>();

  private LinkCallSites(ClassModel model) {
    this.self = model.thisClass().asSymbol();
    this.isInterface = model.flags().has(java.lang.reflect.AccessFlag.INTERFACE);
  }

  /** The class with its call sites linked; null where it has none of these. */
  static byte[] rewrite(ClassFile classFile, ClassModel model) {
    boolean any = model.methods().stream().anyMatch(LinkCallSites::hasCallSite);
    return any ? classFile.transformClass(model, new LinkCallSites(model)) : null;
  }

  private static boolean hasCallSite(MethodModel method) {
    return method.code().stream().flatMap(code -> code.elementStream()).anyMatch(e -> e instanceof InvokeDynamicInstruction site && body(site).isPresent());
  }

  @Override
  public void accept(ClassBuilder builder, ClassElement element) {
    if (element instanceof MethodModel method && hasCallSite(method)) {
      builder.transformMethod(
          method,
          MethodTransform.transformingCode(
              (code, part) -> {
                Optional<Consumer<CodeBuilder>> body = part instanceof InvokeDynamicInstruction site ? body(site) : Optional.empty();
                if (body.isEmpty()) {
                  code.with(part);
                } else {
                  MethodTypeDesc type = ((InvokeDynamicInstruction) part).typeSymbol();
                  String name = "linked$" + methods.size();
                  methods.add(made -> made.withMethodBody(name, type, ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC, body.get()));
                  code.invokestatic(self, name, type, isInterface);
                }
              }));
    } else {
      builder.with(element);
    }
  }

  @Override
  public void atEnd(ClassBuilder builder) {
    methods.forEach(method -> method.accept(builder));
  }

  /** What the call site does; empty for one that stays as it is. */
  private static Optional<Consumer<CodeBuilder>> body(InvokeDynamicInstruction site) {
    DirectMethodHandleDesc bootstrap = site.bootstrapMethod();
    List<ConstantDesc> arguments = site.bootstrapArgs();
    if (bootstrap.owner().equals(SWITCHES)) {
      return choice(site.typeSymbol().parameterType(0), arguments);
    }
    if (bootstrap.owner().equals(RECORDS)) {
      List<DirectMethodHandleDesc> fields = arguments.stream().skip(2).map(DirectMethodHandleDesc.class::cast).toList();
      return switch (site.name().stringValue()) {
        case "equals" -> Optional.of(code -> equality((ClassDesc) arguments.getFirst(), fields, code));
        case "hashCode" -> Optional.of(code -> hash(fields, code));
        default -> Optional.of(code -> text((ClassDesc) arguments.getFirst(), fields, code));
      };
    }
    return Optional.empty();
  }

  /** The index of the first label from the second parameter on that the first one fits. */
  private static Optional<Consumer<CodeBuilder>> choice(ClassDesc selector, List<ConstantDesc> labels) {
    boolean isEnum = labels.stream().anyMatch(String.class::isInstance) && !selector.equals(ConstantDescs.CD_String) && !selector.equals(ConstantDescs.CD_Object);
    if (!labels.stream().allMatch(label -> label instanceof ClassDesc || isEnum && label instanceof String)) {
      return Optional.empty();
    }
    return Optional.of(
        code -> {
          code.aload(0).ifThen(java.lang.classfile.Opcode.IFNULL, none -> none.iconst_m1().ireturn());
          for (int i = 0; i < labels.size(); i++) {
            int index = i;
            var next = code.newLabel();
            code.iload(1).loadConstant(index).if_icmpgt(next);
            if (labels.get(i) instanceof ClassDesc type) {
              code.aload(0).instanceOf(type).ifeq(next);
            } else {
              code.aload(0).getstatic(selector, (String) labels.get(i), selector).if_acmpne(next);
            }
            code.loadConstant(index).ireturn().labelBinding(next);
          }
          code.loadConstant(labels.size()).ireturn();
        });
  }

  private static void equality(ClassDesc record, List<DirectMethodHandleDesc> fields, CodeBuilder code) {
    var different = code.newLabel();
    code.aload(1).instanceOf(record).ifeq(different).aload(1).checkcast(record).astore(2);
    for (DirectMethodHandleDesc field : fields) {
      ClassDesc type = type(field);
      get(code.aload(0), field);
      get(code.aload(2), field);
      switch (TypeKind.from(type)) {
        case REFERENCE -> code.invokestatic(OBJECTS, "equals", MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_Object, ConstantDescs.CD_Object)).ifeq(different);
        case LONG -> code.lcmp().ifne(different);
        case FLOAT, DOUBLE -> code.invokestatic(box(type), "compare", MethodTypeDesc.of(ConstantDescs.CD_int, type, type)).ifne(different);
        default -> code.if_icmpne(different);
      }
    }
    code.iconst_1().ireturn().labelBinding(different).iconst_0().ireturn();
  }

  private static void hash(List<DirectMethodHandleDesc> fields, CodeBuilder code) {
    code.iconst_0();
    for (DirectMethodHandleDesc field : fields) {
      ClassDesc type = type(field);
      get(code.bipush(31).imul().aload(0), field);
      if (type.isPrimitive()) {
        code.invokestatic(box(type), "hashCode", MethodTypeDesc.of(ConstantDescs.CD_int, type));
      } else {
        code.invokestatic(OBJECTS, "hashCode", MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_Object));
      }
      code.iadd();
    }
    code.ireturn();
  }

  private static void text(ClassDesc record, List<DirectMethodHandleDesc> fields, CodeBuilder code) {
    String name = record.displayName();
    code.new_(TEXT).dup().invokespecial(TEXT, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void);
    append(code.loadConstant(name.substring(name.lastIndexOf('$') + 1) + "["), ConstantDescs.CD_String);
    String separator = "";
    for (DirectMethodHandleDesc field : fields) {
      append(code.loadConstant(separator + field.methodName() + "="), ConstantDescs.CD_String);
      get(code.aload(0), field);
      append(code, type(field));
      separator = ", ";
    }
    append(code.loadConstant("]"), ConstantDescs.CD_String);
    code.invokevirtual(TEXT, "toString", MethodTypeDesc.of(ConstantDescs.CD_String)).areturn();
  }

  private static void append(CodeBuilder code, ClassDesc type) {
    ClassDesc taken = switch (TypeKind.from(type)) {
      case BYTE, SHORT -> ConstantDescs.CD_int;
      case REFERENCE -> type.equals(ConstantDescs.CD_String) ? type : ConstantDescs.CD_Object;
      default -> type;
    };
    code.invokevirtual(TEXT, "append", MethodTypeDesc.of(TEXT, taken));
  }

  private static void get(CodeBuilder code, DirectMethodHandleDesc field) {
    code.getfield(field.owner(), field.methodName(), type(field));
  }

  private static ClassDesc type(DirectMethodHandleDesc getter) {
    return getter.invocationType().returnType();
  }

  private static ClassDesc box(ClassDesc primitive) {
    return switch (TypeKind.from(primitive)) {
      case BOOLEAN -> ConstantDescs.CD_Boolean;
      case BYTE -> ConstantDescs.CD_Byte;
      case CHAR -> ConstantDescs.CD_Character;
      case SHORT -> ConstantDescs.CD_Short;
      case INT -> ConstantDescs.CD_Integer;
      case LONG -> ConstantDescs.CD_Long;
      case FLOAT -> ConstantDescs.CD_Float;
      case DOUBLE -> ConstantDescs.CD_Double;
      default -> throw new IllegalArgumentException(primitive.toString());
    };
  }
}
