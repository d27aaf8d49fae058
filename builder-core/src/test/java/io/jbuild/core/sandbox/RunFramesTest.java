package io.jbuild.core.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RunFramesTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private void frame(char type, String payload) throws IOException {
    var out = new DataOutputStream(bytes);
    out.writeByte(type);
    out.writeInt(payload.length());
    out.writeBytes(payload);
  }

  private RunResult read() throws IOException {
    return new RunFrames(new ByteArrayInputStream(bytes.toByteArray()), (s, b) -> {}).read();
  }

  @Test
  void statusAndWarningsAreRead() throws IOException {
    frame('W', "no /sys");
    frame('X', "a/b\0user.x\0v\0w");
    frame('S', "143 15 10 20 30");
    frame('D', "");
    RunResult result = read();
    assertEquals(143, result.exitCode());
    assertEquals(15, result.signal().getAsInt());
    assertEquals("no /sys", result.warnings().getFirst());
    assertEquals("v\0w", new String(result.xattrs().getFirst().value(), UTF_8));
    assertEquals(20_000, result.usage().system().toNanos());
  }

  @Test
  void refusalKeepsKindMessageAndFix() throws IOException {
    frame('F', "masked-proc\0no proc\0do this");
    frame('D', "");
    var refusal = assertThrows(SandboxException.class, this::read);
    assertEquals("masked-proc", refusal.kind());
    assertEquals("do this", refusal.fix());
  }

  @Test
  void streamThatEndsEarlyGivesNoResult() throws IOException {
    assertNull(read());
    frame('O', "half");
    assertNull(read());
    bytes.write('S');
    bytes.write(0);
    assertNull(read());
  }

  @Test
  void randomBytesNeverDoWorseThanAnIoException() {
    var random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[random.nextInt(60)];
      random.nextBytes(noise);
      for (int at = 0; at < noise.length; at++) {
        if (random.nextInt(3) == 0) {
          noise[at] = (byte) "OEXQWFSD\0\0\0\0\3 1".charAt(random.nextInt(15));
        }
      }
      try {
        new RunFrames(new ByteArrayInputStream(noise), (s, b) -> {}).read();
      } catch (IOException e) {
        // what is expected
      }
    }
  }
}
