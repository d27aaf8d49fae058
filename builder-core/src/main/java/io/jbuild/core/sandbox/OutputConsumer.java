package io.jbuild.core.sandbox;

/** Receives what a command writes, as it comes, from one thread. */
@FunctionalInterface
public interface OutputConsumer {
  /** Takes a piece; it need not end with a line. The bytes are the receiver's. */
  void accept(Stream stream, byte[] bytes);

  /** Which of its streams the command wrote to. */
  enum Stream {
    STDOUT,
    STDERR
  }
}
