package io.jbuild.bench;

import io.jbuild.cache.Digest;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One digest: of a key (200 bytes), a file (10 KB), a piece of a layer (16 MB). */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Hash {
  @Param({"200", "10000", "16000000"})
  private int length;

  private byte[] bytes;

  /** Makes what is hashed. */
  @Setup
  public void fill() {
    bytes = Bytes.of(length, 1);
  }

  /** SHA-256, to its text. */
  @Benchmark
  public String sha256() {
    return Digest.of(bytes).toString();
  }
}
