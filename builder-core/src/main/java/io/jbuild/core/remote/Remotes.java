package io.jbuild.core.remote;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.progress.BuildListener;
import io.jbuild.core.registry.ProcessRunner;
import io.jbuild.core.secret.Secrets;

/**
 * The ways out of one build, each made when something takes it first.
 *
 * @param asCaller runs programs as the calling user
 * @param listener is told of bytes that come
 */
public record Remotes(
    StoreDirectory store, ProcessRunner asCaller, Secrets secrets, BuildListener listener) {
  /** Files of web servers. */
  public HttpSource http() {
    return new HttpSource(store, RemoteSettings.DEFAULT, secrets, listener);
  }

  /** Commits of git repositories. */
  public GitSource git() {
    return new GitSource(store, asCaller, secrets);
  }
}
