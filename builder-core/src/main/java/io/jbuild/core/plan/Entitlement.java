package io.jbuild.core.plan;

/** What a Dockerfile may only do when the build was told that it may: {@code --allow}. */
public enum Entitlement {
  /** The machine's own network for a RUN. */
  NETWORK_HOST("network.host"),
  /** A RUN with every capability of the user namespace, and no system call filter. */
  SECURITY_INSECURE("security.insecure"),
  /** A layer, a log or an image that holds the value of a secret. */
  SECRET_IN_LAYER("secret-in-layer");

  private final String text;

  Entitlement(String text) {
    this.text = text;
  }

  /** The name on the command line. */
  @Override
  public String toString() {
    return text;
  }
}
