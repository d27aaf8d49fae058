package io.jbuild.grammar;

import java.util.List;

/**
 * The architectures that images are made for, by the names that the OCI image spec takes from Go.
 */
public final class Architectures {
  /** In the order of their names. */
  public static final List<String> KNOWN =
      List.of(
          "386",
          "amd64",
          "arm",
          "arm64",
          "loong64",
          "mips",
          "mips64",
          "mips64le",
          "mipsle",
          "ppc64",
          "ppc64le",
          "riscv64",
          "s390x",
          "wasm");

  private Architectures() {}
}
