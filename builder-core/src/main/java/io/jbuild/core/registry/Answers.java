package io.jbuild.core.registry;

import io.jbuild.core.image.Json;
import io.jbuild.core.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Turns answers that are not what was asked for into {@link RegistryException}s. */
final class Answers {
  private static final int ERROR_LIMIT = 64 << 10;
  private static final String HTML = ", with an HTML page";

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
              "check the name; if it is right, log in (`jbuild login "
                  + request.registry()
                  + "`, or `auths` in docker's config.json) as a user who may "
                  + may(request));
      case 403 ->
          error(
              request,
              Kind.DENIED,
              status,
              at + " denies " + what + said,
              "use credentials that may " + may(request));
      case 404 ->
          error(
              request,
              Kind.NOT_FOUND,
              status,
              at + (request.reads() ? " has no " : " has no place for ") + what + said,
              request.reads()
                  ? "check the name and the tag"
                  : "check the name; some registries want the repository to be made first");
      case 429 ->
          error(
              request,
              Kind.RATE_LIMITED,
              status,
              at + " answers that there were too many requests, for " + what + said,
              "wait" + wait(answer) + ", or log in: limits are higher for known users");
      default -> {
        if (Backoff.isTransient(status)) {
          yield error(
              request,
              Kind.SERVER,
              status,
              at + " answers with status " + status + " for " + what + said,
              "try again later" + wait(answer));
        }
        if (!request.reads() && status >= 400 && !said.endsWith(HTML)) {
          yield error(
              request,
              Kind.REJECTED,
              status,
              at + " rejects " + what + " with status " + status + said,
              status == 405 || status == 501
                  ? "it takes no pushes: perhaps it is a mirror, or read-only"
                  : "");
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

  private static String may(Request request) {
    return request.reads() ? "read it" : "push there";
  }

  private static String wait(Answer answer) {
    String asked = clean(answer.header("Retry-After"), 40);
    return asked.isEmpty() ? "" : " (it says: `Retry-After: " + asked + "`)";
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
        return HTML;
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
