package io.jbuild.bench;

import io.jbuild.core.context.BuildContext;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.EntryType;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.infra.Blackhole;

/** Looking at a build context: 2,000 files, in one thread. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class Scan {
  /** Names, types and sizes, less what is ignored. */
  @Benchmark
  public List<Entry> list(Folder folder) throws IOException {
    return Folder.entries(folder.open());
  }

  /** The digest of every file as well, none of them known. */
  @Benchmark
  public void digest(Folder folder, Blackhole sink) throws IOException {
    BuildContext context = folder.open();
    for (Entry entry : Folder.entries(context)) {
      if (entry.type() == EntryType.FILE) {
        sink.consume(context.content(entry));
      }
    }
  }
}
