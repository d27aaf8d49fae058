package io.jbuild.bench;

import io.jbuild.core.context.BuildContext;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.Layer;
import io.jbuild.core.layer.LayerWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** A layer out of a folder of 2,000 files, 20 MB: written to nowhere, hashed and indexed. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class Tar {
  /** From the first look at the folder to the layer's digest. */
  @Benchmark
  public Layer layer(Folder folder) throws IOException {
    BuildContext context = folder.open();
    var writer = new LayerWriter(OutputStream.nullOutputStream());
    for (Entry entry : Folder.entries(context)) {
      writer.add(entry, () -> context.open(entry));
    }
    return writer.finish();
  }
}
