package io.jbuild.core.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs commands, any number at once. Each has process, mount, ipc, host name and, if asked for,
 * network namespaces of its own inside of the user namespace that this process entered.
 *
 * <p>While the second run and each later one goes on, the helper of the next one is started: it
 * waits for what it is to do, and the next run does not wait for it.
 *
 * <p>The keep-alive of a run is a pipe: when this process ends in whatever way, so does every
 * process of the run, and its mounts go with its namespace.
 */
public final class Sandbox implements AutoCloseable {
  private final List<String> command;
  private final IdMap idMap;
  private final Containment containment;
  private final Set<Process> running = ConcurrentHashMap.newKeySet();
  private final AtomicInteger runs = new AtomicInteger();
  private final AtomicReference<CompletableFuture<Process>> waiting = new AtomicReference<>();
  private volatile boolean closed;

  /** A sandbox in the namespace of this process. */
  public Sandbox(Helper helper, IdMap idMap) {
    this(List.of(helper.program().toString(), "run"), idMap);
  }

  /** As tests use it: with a command line in front that enters a namespace for each run. */
  Sandbox(List<String> command, IdMap idMap) {
    this.command = List.copyOf(command);
    this.idMap = idMap;
    this.containment = Containment.ofThisProcess();
  }

  /** What holds the commands. */
  public Containment containment() {
    return containment;
  }

  /** The id map that runs of this sandbox have. */
  public IdMap idMap() {
    return idMap;
  }

  /**
   * Runs a command to its end. An exit code other than 0 is a result, no exception.
   *
   * @throws SandboxException when the command could not be started at all: the machine refuses
   *     namespaces or mounts, or the specification cannot be met
   * @throws InterruptedException when the calling thread was interrupted; all processes of the run
   *     are gone by then
   */
  public RunResult run(RunSpec spec, OutputConsumer output)
      throws IOException, InterruptedException {
    byte[] operations = RunProtocol.encode(spec, idMap.mode(), containment);
    if (closed) {
      throw new InterruptedException("the sandbox is closed");
    }
    Process process = helper();
    running.add(process);
    try {
      if (closed) {
        throw new InterruptedException("the sandbox is closed");
      }
      var frames = new FutureTask<>(() -> exchange(process, operations, output));
      Thread reader = Thread.ofVirtual().name("run-" + process.pid()).start(frames);
      if (runs.incrementAndGet() > 1) {
        startNext();
      }
      try {
        return frames.get();
      } catch (ExecutionException e) {
        if (closed) {
          throw new InterruptedException("the sandbox was closed");
        }
        throw cause(e);
      } catch (InterruptedException e) {
        letGo(process);
        reader.join();
        throw e;
      }
    } finally {
      letGo(process);
      running.remove(process);
    }
  }

  /**
   * Starts the helper of the next run, which then has not to wait for it; does nothing when one is
   * waiting. Returns at once.
   */
  public void startNext() {
    var next = new CompletableFuture<Process>();
    if (!waiting.compareAndSet(null, next)) {
      return;
    }
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                next.complete(start());
                if (containment != Containment.CHROOT) {
                  Filters.of(true, idMap.mode());
                }
              } catch (IOException | RuntimeException e) {
                next.completeExceptionally(e);
              }
            });
    if (closed) {
      letGoWaiting();
    }
  }

  private Process helper() throws IOException {
    CompletableFuture<Process> next = waiting.getAndSet(null);
    if (next != null) {
      try {
        Process ready = next.join();
        if (ready.isAlive()) {
          return ready;
        }
      } catch (CompletionException e) {
        // Where it still cannot be started, the second try says why.
        return start();
      }
    }
    return start();
  }

  private Process start() throws IOException {
    return new ProcessBuilder(command).start();
  }

  private void letGoWaiting() {
    CompletableFuture<Process> next = waiting.getAndSet(null);
    if (next != null) {
      next.thenAccept(Sandbox::letGo);
    }
  }

  private static RunResult exchange(Process process, byte[] operations, OutputConsumer output)
      throws IOException, InterruptedException {
    try {
      OutputStream input = process.getOutputStream();
      input.write(operations);
      input.flush();
    } catch (IOException e) {
      // The helper ended before it read everything; the frames or its words say why.
    }
    var frames = new RunFrames(process.getInputStream(), output);
    RunResult result = frames.read();
    String said = "";
    if (result == null) {
      said = new String(process.getErrorStream().readAllBytes());
    }
    int exitCode = process.waitFor();
    if (result == null) {
      throw Diagnostics.refusal(said, exitCode);
    }
    return result;
  }

  /**
   * Runs a command with this process's own standard streams, terminal included. The end of this
   * process ends the command here too.
   *
   * @return what {@link #run} returns; the command's {@code stdin} is not used
   */
  public RunResult runAttached(RunSpec spec) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("jbuild-run");
    Path operations = folder.resolve("operations");
    Path frames = Files.createFile(folder.resolve("frames"));
    Process process = null;
    try {
      Files.write(operations, RunProtocol.encode(spec, idMap.mode(), containment));
      var line = new ArrayList<>(command);
      line.addAll(List.of("--spec", operations.toString(), "--result", frames.toString()));
      process = new ProcessBuilder(line).inheritIO().start();
      int exitCode = process.waitFor();
      try (var input = Files.newInputStream(frames)) {
        RunResult result = new RunFrames(input, (stream, bytes) -> {}).read();
        if (result == null) {
          throw Diagnostics.refusal("", exitCode);
        }
        return result;
      }
    } finally {
      if (process != null && process.isAlive()) {
        process.destroy();
        process.waitFor();
      }
      Files.deleteIfExists(operations);
      Files.deleteIfExists(frames);
      Files.delete(folder);
    }
  }

  private static IOException cause(ExecutionException e) {
    return switch (e.getCause()) {
      case SandboxException refusal -> refusal;
      case IOException io -> io;
      case RuntimeException bug -> throw bug;
      case Error error -> throw error;
      default -> new IOException(e.getCause());
    };
  }

  /** Ends every run with all of its processes; their callers get an InterruptedException. */
  @Override
  public void close() {
    closed = true;
    letGoWaiting();
    new ArrayList<>(running).forEach(Sandbox::letGo);
  }

  /** Closes the keep-alive pipe: the helper ends what still runs. */
  private static void letGo(Process process) {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      process.destroyForcibly();
    }
  }
}
