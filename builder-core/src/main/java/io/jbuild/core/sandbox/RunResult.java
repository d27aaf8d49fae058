package io.jbuild.core.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import jnr.constants.platform.Signal;

/**
 * How a command ended and what the upper directory holds that a plain file walk does not show.
 *
 * @param exitCode 0 to 255; 128 + n after signal n; 127: command not found, 126: not executable
 * @param signal the signal that ended it
 * @param xattrs extended attributes of the upper directory's entries, without the overlay's own and
 *     labels of the machine's security modules; {@code security.capability} as seen from inside
 * @param opaque paths of opaque folders in the upper directory
 * @param warnings what could not be provided, for the user
 */
public record RunResult(
    int exitCode,
    OptionalInt signal,
    List<Xattr> xattrs,
    List<byte[]> opaque,
    Usage usage,
    List<String> warnings) {
  public RunResult {
    xattrs = List.copyOf(xattrs);
    opaque = List.copyOf(opaque);
    warnings = List.copyOf(warnings);
  }

  /** The name of the signal that ended the command, such as {@code SIGKILL}. */
  public Optional<String> signalName() {
    return signal.isPresent() ? signalName(signal.getAsInt()) : Optional.empty();
  }

  /** The name of a signal, if there is one of that number. */
  public static Optional<String> signalName(int number) {
    String name = Signal.valueOf(number).name();
    return name.startsWith("SIG") ? Optional.of(name) : Optional.empty();
  }

  /**
   * One attribute of one entry.
   *
   * @param path bytes of the path relative to the upper directory; empty for the directory itself
   */
  public record Xattr(byte[] path, String name, byte[] value) {}

  /** What the command and its children that it waited for used. */
  public record Usage(Duration user, Duration system, long maxRssKib) {}
}
