package io.jbuild.core.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Runs a seccomp program as the kernel would, for the instructions that it may hold. */
final class BpfInterpreter {
  private final ByteBuffer program;

  BpfInterpreter(byte[] program) {
    this.program = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The action for a system call; the value that SECCOMP_RET_* describes. */
  int decide(int architecture, int number, long... arguments) {
    ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    data.putInt(0, number).putInt(4, architecture);
    for (int i = 0; i < arguments.length; i++) {
      data.putLong(16 + 8 * i, arguments[i]);
    }
    int accumulator = 0;
    for (int at = 0; ; at++) {
      int code = program.getShort(8 * at) & 0xFFFF;
      int whenTrue = program.get(8 * at + 2) & 0xFF;
      int whenFalse = program.get(8 * at + 3) & 0xFF;
      int operand = program.getInt(8 * at + 4);
      switch (code) {
        case 0x20 -> accumulator = data.getInt(operand);
        case 0x54 -> accumulator &= operand;
        case 0x05 -> at += operand;
        case 0x15 -> at += accumulator == operand ? whenTrue : whenFalse;
        case 0x35 ->
            at += Integer.compareUnsigned(accumulator, operand) >= 0 ? whenTrue : whenFalse;
        case 0x06 -> {
          return operand;
        }
        default -> throw new AssertionError("instruction " + code + " at " + at);
      }
    }
  }
}
