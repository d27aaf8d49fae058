package io.jbuild.grammar.hadolint;

import java.util.Locale;
import java.util.Optional;

/** What the value of a label has to be, as a label schema says. */
public enum LabelType {
  /** Anything but nothing. */
  TEXT,
  /** Anything but nothing; what hadolint calls {@code text} too. */
  RAWTEXT,
  /** An absolute URI, as RFC 3986 has it. */
  URL,
  /** A git hash: 40 hexadecimal digits, or 7 and more of their first. */
  HASH,
  /** A version, as semver.org has it. */
  SEMVER,
  /** A time, as RFC 3339 has it. */
  RFC3339,
  /** A license expression of SPDX. */
  SPDX,
  /** A mail address, as RFC 5322 has it. */
  EMAIL;

  /** The type that a schema calls by a name, without regard to case. */
  public static Optional<LabelType> of(String name) {
    for (LabelType type : values()) {
      if (type.name().equals(name.toUpperCase(Locale.ROOT))) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** The name as a schema has it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
