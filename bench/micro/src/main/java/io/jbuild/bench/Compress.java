package io.jbuild.bench;

import io.jbuild.core.compress.Compression;
import io.jbuild.core.compress.MemberOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** 16 MB of a layer through gzip and zstd, by level and number of threads. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class Compress {
  private static final int LENGTH = 16 << 20;
  private static final int PIECE = 256 << 10;

  @Param({"gzip-1", "gzip-4", "gzip-6", "zstd-2"})
  private String compression;

  @Param({"1", "2"})
  private int threads;

  private byte[] bytes;

  /** Makes what is compressed. */
  @Setup
  public void fill() {
    bytes = Bytes.of(LENGTH, 1);
  }

  /** To nowhere. */
  @Benchmark
  public void compress() throws IOException {
    var wanted = Compression.parse(compression);
    try (var out = MemberOutput.unremembered(OutputStream.nullOutputStream(), wanted, threads)) {
      for (int at = 0; at < LENGTH; at += PIECE) {
        out.write(bytes, at, PIECE);
      }
      out.finish();
    }
  }
}
