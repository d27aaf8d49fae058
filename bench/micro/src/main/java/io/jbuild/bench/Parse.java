package io.jbuild.bench;

import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Source;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A Dockerfile of 300 lines to its tree. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Parse {
  private static final String PART =
      """
      RUN apt-get update && apt-get install -y curl=7.* \\
          && rm -rf /var/lib/apt/lists/*
      COPY --chown=app:app src/ /srv/app/
      ENV NAME=value OTHER="$NAME"
      LABEL org.example.name="$NAME"
      WORKDIR /srv/app
      """;
  private static final String TEXT = "FROM debian:12 AS build\n" + PART.repeat(50);

  /** Text in memory, tree and diagnostics out. */
  @Benchmark
  public Object dockerfile() {
    return DockerfileParser.parse(new Source("Dockerfile", TEXT));
  }
}
