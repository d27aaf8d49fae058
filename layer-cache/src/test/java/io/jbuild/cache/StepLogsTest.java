package io.jbuild.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepLogsTest {
  @TempDir Path folder;

  @Test
  void logHoldsEveryByteAndIsThereBeforeItIsClosed() throws IOException {
    try (StepLog log = new StepLogs(folder.resolve("logs")).newLog()) {
      log.write("one\n".getBytes(UTF_8));
      log.write(new byte[] {27, (byte) 0xFF, 0});

      Path file = log.file().orElseThrow();
      assertEquals(7, Files.size(file));
    }
  }

  @Test
  void commandThatSaysNothingLeavesNoFile() throws IOException {
    try (StepLog log = new StepLogs(folder.resolve("logs")).newLog()) {
      log.write(new byte[0]);
      assertEquals(Optional.empty(), log.file());
    }
    assertFalse(Files.exists(folder.resolve("logs")));
  }

  @Test
  void logThatGrowsTooLongEndsWithALineThatSaysSo() throws IOException {
    Path file;
    try (StepLog log = new StepLogs(folder, 10).newLog()) {
      log.write("12345678".getBytes(UTF_8));
      log.write("90abc".getBytes(UTF_8));
      log.write("never".getBytes(UTF_8));
      file = log.file().orElseThrow();
    }
    String text = Files.readString(file);
    assertTrue(text.startsWith("1234567890\n[jbuild: more than 10 bytes"), text);
    assertFalse(text.contains("never"), text);
  }

  @Test
  void folderThatCannotBeWrittenEndsTheLogAndNothingElse() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    try (StepLog log = new StepLogs(file).newLog()) {
      log.write("text".getBytes(UTF_8));
      assertEquals(Optional.empty(), log.file());
    }
  }

  @Test
  void onlyTheNewestAreKeptAndNothingOld() throws IOException {
    var logs = new StepLogs(folder);
    Instant now = Instant.now();
    for (int i = 0; i < 5; i++) {
      Files.writeString(folder.resolve("2026010" + i + ".log"), "");
    }
    Path old = folder.resolve("20260104.log");
    Files.setLastModifiedTime(old, FileTime.from(now.minus(Duration.ofDays(20))));
    Files.writeString(folder.resolve("other"), "");

    logs.prune(3, now.minus(Duration.ofDays(14)));

    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(
          List.of("20260102.log", "20260103.log", "other"),
          left.map(p -> p.getFileName().toString()).sorted().toList());
    }
  }
}
