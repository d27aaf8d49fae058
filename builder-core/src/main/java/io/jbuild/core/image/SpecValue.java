package io.jbuild.core.image;

import io.jbuild.core.image.SpecRules.Basis;
import io.jbuild.core.image.SpecRules.Violation;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One value of a document that is held against the rules; what is wrong is added to the list. Other
 * than for {@link Json}, {@code null} is a value here, since the schemas forbid it nearly
 * everywhere.
 */
record SpecValue(String path, Object value, List<Violation> found) {
  private static final Pattern MEDIA_TYPE =
      Pattern.compile(
          "[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}");
  private static final Pattern DIGEST =
      Pattern.compile("[a-z0-9]+(?:[+._-][a-z0-9]+)*:[a-zA-Z0-9=_-]+");

  void report(Basis basis, String why) {
    found.add(new Violation(basis, path, why));
  }

  private void wrongType(String wanted) {
    report(Basis.SCHEMA, "must be " + wanted);
  }

  boolean isObject() {
    if (value instanceof Map) {
      return true;
    }
    wrongType("an object");
    return false;
  }

  boolean isList() {
    return value instanceof List;
  }

  /** The items; it is reported if this is no list. */
  List<SpecValue> items() {
    List<SpecValue> items = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        items.add(new SpecValue(path + "[" + i + "]", list.get(i), found));
      }
    } else {
      wrongType("a list");
    }
    return items;
  }

  /** The values of an object that may have any names. */
  List<SpecValue> entries() {
    List<SpecValue> entries = new ArrayList<>();
    if (isObject()) {
      // The schemas' pattern asks for a character in the name.
      SpecRules.fields(value).keySet().stream()
          .filter(name -> !name.isEmpty())
          .forEach(name -> entries.add(child(name)));
    }
    return entries;
  }

  /** A field of this object, if it is there. */
  Optional<SpecValue> field(String name) {
    return value instanceof Map<?, ?> map && map.containsKey(name)
        ? Optional.of(child(name))
        : Optional.empty();
  }

  /** The same, for one that may be {@code null}, which is as good as none. */
  Optional<SpecValue> fieldOrNull(String name) {
    return field(name).filter(child -> child.value() != null);
  }

  Optional<SpecValue> required(String name) {
    Optional<SpecValue> child = field(name);
    if (child.isEmpty()) {
      child(name).report(Basis.SCHEMA, "is missing");
    }
    return child;
  }

  private SpecValue child(String name) {
    Object child = value instanceof Map<?, ?> map ? map.get(name) : null;
    return new SpecValue(path.isEmpty() ? name : path + "." + name, child, found);
  }

  void text() {
    if (!(value instanceof String)) {
      wrongType("a string");
    }
  }

  void truth() {
    if (!(value instanceof Boolean)) {
      wrongType("true or false");
    }
  }

  void size(Basis basis) {
    if (!(value instanceof Long size)) {
      wrongType("an integer");
    } else if (size < 0) {
      report(basis, "must not be negative");
    }
  }

  void mediaType() {
    mediaType(Basis.SCHEMA);
  }

  void mediaType(Basis basis) {
    if (!(value instanceof String text)) {
      report(basis, "must be a string");
    } else if (!MEDIA_TYPE.matcher(text).matches()) {
      report(basis, "is no media type");
    }
  }

  void digest() {
    if (!(value instanceof String text)) {
      wrongType("a string");
    } else if (!DIGEST.matcher(text).matches()) {
      report(Basis.SCHEMA, "is no digest");
    } else {
      digestOfText();
    }
  }

  /** What descriptor.md says of the registered algorithms. */
  void digestOfText() {
    if (value instanceof String text) {
      boolean wrong =
          !DIGEST.matcher(text).matches()
              || (text.startsWith("sha256:") && !text.matches("sha256:[a-f0-9]{64}"))
              || (text.startsWith("sha512:") && !text.matches("sha512:[a-f0-9]{128}"));
      if (wrong) {
        report(Basis.TEXT, "is no digest of its algorithm");
      }
    }
  }

  void uri() {
    if (!(value instanceof String text)) {
      wrongType("a string");
      return;
    }
    try {
      if (new URI(text).isAbsolute()) {
        return;
      }
    } catch (URISyntaxException e) {
      // reported below
    }
    report(Basis.SCHEMA, "is no URI");
  }

  void base64(Basis basis) {
    if (!(value instanceof String text)) {
      report(basis, "must be a string");
      return;
    }
    try {
      Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      report(Basis.TEXT, "is not base64");
    }
  }

  void time() {
    if (!(value instanceof String text)) {
      wrongType("a string");
      return;
    }
    try {
      OffsetDateTime.parse(text);
    } catch (DateTimeException e) {
      report(Basis.SCHEMA, "is no time in RFC 3339 form");
    }
  }
}
