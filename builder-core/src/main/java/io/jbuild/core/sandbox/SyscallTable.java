package io.jbuild.core.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** System call numbers by name and architecture, from {@code syscalls.tsv}. */
final class SyscallTable {
  /** A system call interface of the kernel. */
  enum Abi {
    X86_64("x86_64", 0xC000003E),
    I386("i386", 0x40000003),
    /** Shares the architecture value of x86_64; its numbers have bit 30 set. */
    X32("x32", 0xC000003E),
    AARCH64("aarch64", 0xC00000B7),
    ARM("arm", 0x40000028);

    private final String column;
    private final int architecture;

    Abi(String column, int architecture) {
      this.column = column;
      this.architecture = architecture;
    }

    /** AUDIT_ARCH value of linux/audit.h. */
    int architecture() {
      return architecture;
    }
  }

  private final Map<String, Integer> numbers;

  private SyscallTable(Map<String, Integer> numbers) {
    this.numbers = numbers;
  }

  static SyscallTable of(Abi abi) {
    var numbers = new LinkedHashMap<String, Integer>();
    List<String> lines = resource("syscalls.tsv");
    int column = List.of(lines.getFirst().split("\t")).indexOf(abi.column);
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split("\t");
      if (!fields[column].equals("-")) {
        numbers.put(fields[0], Integer.parseInt(fields[column]));
      }
    }
    return new SyscallTable(numbers);
  }

  /** Name to number, of every call that the architecture has. */
  Map<String, Integer> numbers() {
    return numbers;
  }

  /** Lines of a resource of this package, without comments. */
  static List<String> resource(String name) {
    try (var reader =
        new BufferedReader(
            new InputStreamReader(
                SyscallTable.class.getResourceAsStream(name), StandardCharsets.UTF_8))) {
      var lines = new ArrayList<String>();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#")) {
          lines.add(line);
        }
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
