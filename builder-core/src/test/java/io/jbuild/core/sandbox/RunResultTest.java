package io.jbuild.core.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class RunResultTest {
  private static RunResult ended(OptionalInt signal) {
    var usage = new RunResult.Usage(Duration.ZERO, Duration.ZERO, 0);
    return new RunResult(0, signal, List.of(), List.of(), usage, List.of());
  }

  @Test
  void signalsHaveTheirNames() {
    assertEquals(Optional.of("SIGKILL"), ended(OptionalInt.of(9)).signalName());
    assertEquals(Optional.of("SIGSEGV"), ended(OptionalInt.of(11)).signalName());
    assertEquals(Optional.empty(), ended(OptionalInt.empty()).signalName());
  }
}
