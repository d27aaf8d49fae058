package io.jbuild.bench;

import io.jbuild.core.compress.BlockGzip;
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

/** 16 MB of a layer through gzip, by level and number of threads. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class Compress {
  private static final int LENGTH = 16 << 20;
  private static final int PIECE = 256 << 10;

  @Param({"1", "4", "6"})
  private int level;

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
  public void gzip() throws IOException {
    try (var gzip = new BlockGzip(OutputStream.nullOutputStream(), level, threads)) {
      for (int at = 0; at < LENGTH; at += PIECE) {
        gzip.write(bytes, at, PIECE);
      }
    }
  }
}
