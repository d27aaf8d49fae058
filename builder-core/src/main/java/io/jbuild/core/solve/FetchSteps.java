package io.jbuild.core.solve;

import io.jbuild.core.plan.Step;
import io.jbuild.core.remote.GitCommit;
import io.jbuild.core.remote.GitSource;
import io.jbuild.core.remote.HttpAddress;
import io.jbuild.core.remote.HttpFile;
import io.jbuild.core.remote.RemoteException;
import io.jbuild.core.remote.Remotes;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What URLs and git addresses stand for in this build. They are asked beside all other work, each
 * once; what they gave is kept here for the COPY or ADD that reads it, since it is no root
 * filesystem.
 */
final class FetchSteps {
  private final Remotes remotes;
  private final Map<Step, Fetched> fetched = new ConcurrentHashMap<>();

  /** What a step gave. */
  sealed interface Fetched {
    /** The file of a URL. */
    record UrlFile(String name, HttpFile file) implements Fetched {}

    /** A commit, which is in the store. */
    record Commit(Step.FetchGit step, GitCommit commit) implements Fetched {}
  }

  FetchSteps(Remotes remotes) {
    this.remotes = remotes;
  }

  /** What a step gave that was run before. */
  Fetched result(Step step) {
    return fetched.get(step);
  }

  GitSource git() {
    return remotes.git();
  }

  void run(Step.FetchUrl step, StepProgress progress) throws IOException {
    HttpAddress address;
    try {
      address = HttpAddress.parse(step.url());
    } catch (IllegalArgumentException e) {
      throw new RemoteException(e.getMessage(), "correct the address");
    }
    var started = new AtomicBoolean();
    HttpFile file;
    try {
      file =
          remotes
              .http()
              .fetch(
                  address,
                  step.checksum(),
                  () -> {
                    if (!started.getAndSet(true)) {
                      progress.started();
                    }
                  });
    } catch (IOException | RuntimeException e) {
      if (started.get()) {
        progress.failed();
      }
      throw e;
    }
    fetched.put(step, new Fetched.UrlFile(address.fileName(), file));
    if (started.get()) {
      progress.done();
    } else {
      progress.cached();
    }
  }

  void run(Step.FetchGit step, StepProgress progress) throws IOException {
    GitSource git = git();
    GitCommit commit = git.resolve(step.address(), step.checksum());
    if (git.has(step.address(), commit)) {
      progress.cached();
    } else {
      progress.started();
      try {
        git.fetch(step.address(), commit);
      } catch (IOException | RuntimeException e) {
        progress.failed();
        throw e;
      }
      progress.done();
    }
    fetched.put(step, new Fetched.Commit(step, commit));
  }
}
