package io.jbuild.cli.template;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A value with a fixed set of named fields, as a struct of Go: to ask for another one is an error,
 * while a {@link Map} answers with nothing. Values are texts, longs, doubles, booleans, lists, maps
 * by text, fields, {@link Nil}, or null.
 *
 * @param values in order
 * @param optional names of the fields that JSON leaves out when they are empty
 */
public record Fields(Map<String, Object> values, Set<String> optional) {
  /** No fields at all. */
  public static final Fields NONE = new Fields(Map.of());

  public Fields {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    optional = Set.copyOf(optional);
  }

  public Fields(Map<String, Object> values) {
    this(values, Set.of());
  }

  /** No fields, to add to. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects fields in order. */
  public static final class Builder {
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Set<String> optional = new HashSet<>();

    private Builder() {}

    public Builder put(String name, Object value) {
      values.put(name, value);
      return this;
    }

    /** A field that JSON leaves out when it is empty. */
    public Builder putOptional(String name, Object value) {
      values.put(name, value);
      optional.add(name);
      return this;
    }

    public Fields build() {
      return new Fields(values, optional);
    }
  }
}
