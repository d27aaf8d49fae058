package io.jbuild.cli.check;

import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.shellcheck.Script;
import io.jbuild.grammar.shellcheck.Scripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What the program {@code shellcheck} says of the scripts of Dockerfiles. It is started once for
 * all of them, or, where there are many, once for each batch, as many at a time as there are
 * processors. What it cannot tell is a note, never silence.
 */
public final class ShellCheck {
  /** A process costs as much as some ten scripts. */
  private static final int LEAST_BATCH = 12;

  private static final int LARGEST_BATCH = 200;

  /** Each takes a temporary file and some milliseconds. */
  private static final int MOST_SCRIPTS = 20_000;

  private final Path program;
  private final List<String> notes = new ArrayList<>();

  /** With a program to start. */
  public ShellCheck(Path program) {
    this.program = program;
  }

  /** The program as the calling user would start it. */
  public static Optional<Path> find(String searchPath) {
    for (String folder : searchPath.split(":")) {
      Path file = Path.of(folder.isEmpty() ? "." : folder, "shellcheck");
      if (Files.isRegularFile(file) && Files.isExecutable(file)) {
        return Optional.of(file.toAbsolutePath());
      }
    }
    return Optional.empty();
  }

  /** The findings of each file, in the order of the files. */
  public List<List<Diagnostic>> run(List<Dockerfile> files) throws IOException {
    Map<String, List<ScriptAnswer>> byProgram = new LinkedHashMap<>();
    List<List<Diagnostic>> found = new ArrayList<>();
    for (Dockerfile file : files) {
      List<Diagnostic> ofFile = new ArrayList<>();
      found.add(ofFile);
      int left = 0;
      for (Script script : Scripts.of(file)) {
        String program = script.program();
        if (byProgram.size() >= MOST_SCRIPTS && !byProgram.containsKey(program)) {
          left++;
          continue;
        }
        byProgram
            .computeIfAbsent(program, key -> new ArrayList<>())
            .add(new ScriptAnswer(file.source(), script, ofFile));
      }
      if (left > 0) {
        notes.add(
            "ShellCheck takes "
                + MOST_SCRIPTS
                + " scripts: what it would say of "
                + left
                + " more of `"
                + file.source().name()
                + "` is not told");
      }
    }
    if (!byProgram.isEmpty()) {
      Path folder = Files.createTempDirectory("jbuild-shellcheck");
      try {
        batches(byProgram, folder);
      } finally {
        delete(folder);
      }
    }
    return found;
  }

  private void batches(Map<String, List<ScriptAnswer>> byProgram, Path folder) throws IOException {
    List<Map.Entry<String, List<ScriptAnswer>>> all = List.copyOf(byProgram.entrySet());
    int processors = Runtime.getRuntime().availableProcessors();
    int even = (all.size() + processors - 1) / processors;
    int size = Math.clamp(even, LEAST_BATCH, LARGEST_BATCH);
    List<Future<ShellCheckProcess.Outcome>> running = new ArrayList<>();
    List<List<Map.Entry<String, List<ScriptAnswer>>>> batches = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(processors)) {
      for (int from = 0; from < all.size(); from += size) {
        var batch = all.subList(from, Math.min(all.size(), from + size));
        batches.add(batch);
        int first = from;
        running.add(
            threads.submit(
                () ->
                    ShellCheckProcess.run(
                        program, folder, first, batch.stream().map(Map.Entry::getKey).toList())));
      }
    }
    for (int i = 0; i < batches.size(); i++) {
      take(running.get(i), batches.get(i));
    }
  }

  private void take(
      Future<ShellCheckProcess.Outcome> future, List<Map.Entry<String, List<ScriptAnswer>>> batch)
      throws IOException {
    try {
      ShellCheckProcess.Outcome outcome = future.get();
      if (outcome.failure().isPresent()) {
        note(outcome.failure().get(), batch);
      }
      for (ShellCheckComment comment : outcome.comments()) {
        batch.get(comment.script()).getValue().forEach(answer -> answer.add(comment));
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        note(io.getMessage(), batch);
      } else {
        throw new IllegalStateException(e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Says it once, however many batches have the same trouble. */
  private void note(String failure, List<Map.Entry<String, List<ScriptAnswer>>> batch) {
    String first = batch.getFirst().getValue().getFirst().source().name();
    String last = batch.getLast().getValue().getFirst().source().name();
    String where = first.equals(last) ? first : first + "` to `" + last;
    if (notes.stream().noneMatch(note -> note.startsWith(failure))) {
      notes.add(failure + ": what ShellCheck would say of `" + where + "` is not told");
    }
  }

  /** What is to be said about the run; empty if all went well. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
