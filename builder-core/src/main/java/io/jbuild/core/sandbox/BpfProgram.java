package io.jbuild.core.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Assembles a classic BPF program for seccomp(2): {@code struct sock_filter} over {@code struct
 * seccomp_data}, both in the byte order of the machine (little endian on all that are supported).
 */
final class BpfProgram {
  static final int LOAD_WORD = 0x20;
  static final int JUMP = 0x05;
  static final int JUMP_IF_EQUAL = 0x15;
  static final int JUMP_IF_AT_LEAST = 0x35;
  static final int AND = 0x54;
  static final int RETURN = 0x06;

  /** Offsets in {@code struct seccomp_data}. */
  static final int NUMBER = 0;

  static final int ARCHITECTURE = 4;
  private static final int ARGUMENTS = 16;

  /** The kernel's BPF_MAXINSNS. */
  private static final int LONGEST = 4096;

  private record Instruction(int code, int whenTrue, int whenFalse, int operand) {}

  private final List<Instruction> instructions = new ArrayList<>();

  int length() {
    return instructions.size();
  }

  void load(int offset) {
    emit(LOAD_WORD, 0, 0, offset);
  }

  /** The low 32 bits of an argument: all that the kernel reads of an {@code int}. */
  void loadArgument(int index) {
    load(ARGUMENTS + 8 * index);
  }

  void and(int mask) {
    emit(AND, 0, 0, mask);
  }

  void returns(int action) {
    emit(RETURN, 0, 0, action);
  }

  /** Runs {@code body} where the accumulator equals the value, and goes on behind it otherwise. */
  void whenEqual(int value, Runnable body) {
    emit(JUMP_IF_EQUAL, 1, 0, value);
    int jump = emit(JUMP, 0, 0, 0);
    body.run();
    patch(jump);
  }

  /** Runs {@code body} where the accumulator, unsigned, is at least the value. */
  void whenAtLeast(int value, Runnable body) {
    emit(JUMP_IF_AT_LEAST, 1, 0, value);
    int jump = emit(JUMP, 0, 0, 0);
    body.run();
    patch(jump);
  }

  /** The program as the kernel takes it. */
  byte[] toBytes() {
    if (instructions.size() > LONGEST) {
      throw new IllegalStateException("a filter of " + instructions.size() + " instructions");
    }
    ByteBuffer bytes = ByteBuffer.allocate(8 * instructions.size()).order(ByteOrder.LITTLE_ENDIAN);
    for (Instruction i : instructions) {
      bytes.putShort((short) i.code).put((byte) i.whenTrue).put((byte) i.whenFalse);
      bytes.putInt(i.operand);
    }
    return bytes.array();
  }

  private int emit(int code, int whenTrue, int whenFalse, int operand) {
    instructions.add(new Instruction(code, whenTrue, whenFalse, operand));
    return instructions.size() - 1;
  }

  private void patch(int jump) {
    instructions.set(jump, new Instruction(JUMP, 0, 0, instructions.size() - jump - 1));
  }
}
