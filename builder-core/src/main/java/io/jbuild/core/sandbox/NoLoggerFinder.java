package io.jbuild.core.sandbox;

/**
 * Cannot be made, so that the JDK takes its own loggers, as it does where nobody offers others.
 *
 * <p>The JDK looks for a finder before it starts the first process, and finds out that there is
 * none by opening every jar of the class path: 12 ms in which the first command of a build could
 * run. With this one it looks no further than to the second jar that names it: it asks for one more
 * than it takes, so the first two jars of a distribution do. That it cannot be made is kept quiet
 * by {@code jdk.logger.finder.error=QUIET}.
 */
public final class NoLoggerFinder extends System.LoggerFinder {
  public NoLoggerFinder() {
    throw new UnsupportedOperationException("jbuild leaves loggers to the JDK");
  }

  @Override
  public System.Logger getLogger(String name, Module module) {
    throw new UnsupportedOperationException();
  }
}
