package io.jbuild.core.secret;

import io.jbuild.grammar.CsvFields;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The secrets of a build by id. Two of them are equal when the sources are: values are read when
 * they are asked for, and kept by whoever asked.
 *
 * @param sources by id, in the order given
 */
public record Secrets(Map<String, SecretSource> sources) {
  /** No secret at all. */
  public static final Secrets NONE = new Secrets(Map.of());

  /** Bytes that BuildKit lets a secret have. */
  private static final int MOST_BYTES = 500 * 1024;

  public Secrets {
    sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
  }

  /**
   * Reads the values of {@code --secret} options: {@code id=ID[,src=FILE|,env=NAME]}. An id alone
   * stands for the variable of that name or, where there is none, for the file.
   *
   * @param environment the calling user's
   * @throws IllegalArgumentException with a message for the user
   */
  public static Secrets parse(List<String> options, Map<String, String> environment) {
    Map<String, SecretSource> sources = new LinkedHashMap<>();
    for (String option : options) {
      try {
        parse(option, environment, sources);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("`--secret " + option + "`: " + e.getMessage(), e);
      }
    }
    return new Secrets(sources);
  }

  private static void parse(
      String option, Map<String, String> environment, Map<String, SecretSource> sources) {
    String type = "";
    String id = "";
    String file = "";
    String variable = "";
    for (String field : CsvFields.of(option)) {
      int equals = field.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("`" + field + "` is not `key=value`");
      }
      String key = field.substring(0, equals).toLowerCase(Locale.ROOT);
      String value = field.substring(equals + 1);
      switch (key) {
        case "type" -> type = value;
        case "id" -> id = value;
        case "src", "source" -> file = value;
        case "env" -> variable = value;
        default ->
            throw new IllegalArgumentException(
                "`" + key + "` is no key of it; allowed: `id`, `src`, `env`, `type`");
      }
    }
    if (!List.of("", "file", "env").contains(type)) {
      throw new IllegalArgumentException("`type` is `file` or `env`, not `" + type + "`");
    }
    if (id.isEmpty()) {
      throw new IllegalArgumentException("`id` is missing");
    }
    if (type.equals("env") && variable.isEmpty()) {
      variable = file;
      file = "";
    }
    if (!variable.isEmpty() && !file.isEmpty()) {
      throw new IllegalArgumentException("`src` and `env` cannot both be the source");
    }
    if (variable.isEmpty() && file.isEmpty()) {
      boolean set = !type.equals("file") && environment.containsKey(id);
      variable = set || type.equals("env") ? id : "";
      file = id;
    }
    sources.put(
        id,
        variable.isEmpty()
            ? new SecretSource.OfFile(Path.of(file))
            : new SecretSource.OfVariable(variable));
  }

  /**
   * The value of a secret; nothing when the build was given none of that id.
   *
   * @throws SecretException when it was given and cannot be read, or is longer than 500 KiB
   */
  public Optional<byte[]> read(String id) throws SecretException {
    return switch (sources.get(id)) {
      case null -> Optional.empty();
      case SecretSource.OfFile(Path path) -> Optional.of(contents(id, path));
      case SecretSource.OfVariable(String name) ->
          Optional.of(
              Optional.ofNullable(System.getenv(name)).orElse("").getBytes(StandardCharsets.UTF_8));
    };
  }

  private static byte[] contents(String id, Path file) throws SecretException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new SecretException(
            "the secret `" + id + "` in `" + file + "` is longer than 500 KiB",
            "mount what is no secret with `type=bind`");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new SecretException(
          "the file `" + file + "` of the secret `" + id + "` does not exist",
          "give its place: `--secret id=" + id + ",src=FILE`");
    } catch (AccessDeniedException e) {
      throw new SecretException(
          "the file `" + file + "` of the secret `" + id + "` may not be read", "");
    } catch (SecretException e) {
      throw e;
    } catch (IOException e) {
      throw new SecretException(
          "the file `" + file + "` of the secret `" + id + "` cannot be read: " + e.getMessage(),
          "");
    }
  }
}
