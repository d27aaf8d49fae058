package io.jbuild.core.registry;

import io.jbuild.core.image.Json;
import io.jbuild.core.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Turns answers that are not what was asked for into {@link RegistryException}s. */
final class Answers {
  private static final int ERROR_LIMIT = 64 << 10;

  private Answers() {}

  /** The error for an answer whose status is not the expected one; reads and closes its body. */
  static RegistryException failure(Request request, Answer answer) {
    int status = answer.status();
    String said = said(answer);
    String what = request.what();
    String at = "registry `" + request.registry() + "`";
    return switch (status) {
      case 401 ->
          error(
              request,
              Kind.UNAUTHORIZED,
              status,
              at + " asks for credentials for " + what + said,
              "check the name; if it is right, log in (`docker login` or `auths` in docker's"
                  + " config.json) as a user who may read it");
      case 403 ->
          error(
              request,
              Kind.DENIED,
              status,
              at + " denies " + what + said,
              "use credentials that may read it");
      case 404 ->
          error(
              request,
              Kind.NOT_FOUND,
              status,
              at + " has no " + what + said,
              "check the name and the tag");
      case 429 ->
          error(
              request,
              Kind.RATE_LIMITED,
              status,
              at + " answers that there were too many requests, for " + what + said,
              "wait, or log in: limits are higher for known users");
      default -> {
        if (status == 408 || status >= 500) {
          yield error(
              request,
              Kind.SERVER,
              status,
              at + " answers with status " + status + " for " + what + said,
              "try again later");
        }
        yield error(
            request,
            Kind.NOT_A_REGISTRY,
            status,
            at + " answers with status " + status + " for " + what + said,
            "check that a registry is at this address");
      }
    };
  }

  /** The error for an answer whose body is not what it should be. */
  static RegistryException error(
      Request request, Kind kind, int status, String message, String hint) {
    return new RegistryException(kind, status, request.registry(), request.name(), message, hint);
  }

  /** What the registry says of its error, in the form {@code ": <text>"}; empty if nothing. */
  private static String said(Answer answer) {
    try (InputStream body = answer.body()) {
      byte[] bytes = body.readNBytes(ERROR_LIMIT);
      if (isHtml(bytes)) {
        return ", with an HTML page";
      }
      List<Json> errors = Json.parse(bytes, "answer").list("errors");
      if (errors.isEmpty()) {
        return "";
      }
      String code = errors.getFirst().text("code");
      String message = errors.getFirst().text("message");
      String both = message.isEmpty() ? code : message;
      return both.isEmpty() ? "" : ": " + clean(both, 300);
    } catch (IOException e) {
      return "";
    }
  }

  static boolean isHtml(byte[] bytes) {
    int i = 0;
    while (i < bytes.length && bytes[i] <= ' ') {
      i++;
    }
    return i < bytes.length && bytes[i] == '<';
  }

  /** Text of others, fit to be shown on a terminal: one line, no control characters. */
  static String clean(String text, int limit) {
    String one = text.strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
    return one.length() <= limit ? one : one.substring(0, limit) + "…";
  }
}
