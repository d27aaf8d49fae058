package io.jbuild.core.registry;

import java.io.IOException;

/**
 * A registry could not give what was asked, modelled on the error codes of the OCI distribution
 * spec. The message is for people and holds no credentials.
 */
public final class RegistryException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Kind {
    /** 401: no or wrong credentials. */
    UNAUTHORIZED,
    /** 403. */
    DENIED,
    /** 404: no such repository, tag or blob. */
    NOT_FOUND,
    /** 429, after all retries. */
    RATE_LIMITED,
    /** 408 or 5xx, after all retries. */
    SERVER,
    /** What was to be pushed is not taken: another 4xx. */
    REJECTED,
    /** The answer is not a registry's: an HTML page, no JSON, an odd status. */
    NOT_A_REGISTRY,
    /** Bytes that do not have the digest they were asked by. */
    BAD_DIGEST,
    /** A manifest or blob that is malformed or of the wrong length. */
    BAD_CONTENT,
    /** A manifest beyond 4 MiB. */
    TOO_LARGE,
    /** The image has no manifest for the platform. */
    NO_PLATFORM,
    /** The host name is not known. */
    UNKNOWN_HOST,
    /** No connection, or one that broke or stalled, after all retries. */
    UNREACHABLE,
    /** The certificate is not trusted, or the server speaks no TLS. */
    TLS,
    /** A redirect that must not be followed. */
    BAD_REDIRECT,
    /** The configured credentials cannot be read. */
    CREDENTIALS,
    /** A file that says how registries are reached is broken. */
    CONFIGURATION
  }

  private final Kind kind;
  private final int status;
  private final String registry;
  private final String name;
  private final String hint;

  /**
   * @param status of HTTP, 0 if there was no answer
   * @param registry host as the user knows it
   * @param name the image, empty if none
   * @param message what happened and where
   * @param hint what to do, empty if nothing is known
   */
  public RegistryException(
      Kind kind, int status, String registry, String name, String message, String hint) {
    super(message);
    this.kind = kind;
    this.status = status;
    this.registry = registry;
    this.name = name;
    this.hint = hint;
  }

  public Kind kind() {
    return kind;
  }

  /** The HTTP status, 0 if there was no answer. */
  public int status() {
    return status;
  }

  public String registry() {
    return registry;
  }

  /** The image, empty if none. */
  public String name() {
    return name;
  }

  /** What to do; empty if nothing is known. */
  public String hint() {
    return hint;
  }
}
