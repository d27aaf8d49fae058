package io.jbuild.core.registry;

import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.registry.RegistryException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings one blob into a repository with as few bytes as possible: none when it is there or can be
 * mounted from another repository of the registry, else in one request, and in chunks only for a
 * registry that does not take that.
 */
final class BlobPush {
  /** A hint that is wrong costs a request and leaves an open session. */
  private static final int MAX_MOUNTS = 2;

  private final AuthorizedTransport transport;
  private final ImageName target;
  private final Descriptor blob;
  private final String what;
  private final Access access;
  private Optional<UploadSession> session = Optional.empty();

  BlobPush(AuthorizedTransport transport, ImageName target, Descriptor blob) {
    this.transport = transport;
    this.target = target;
    this.blob = blob;
    this.what = "blob `" + blob.digest() + "` of `" + target.familiar() + "`";
    this.access = Access.push(target);
  }

  Descriptor blob() {
    return blob;
  }

  /** Whether the repository has it. */
  boolean exists() throws IOException {
    Request request = transport.request(target, "/blobs/" + blob.digest(), what).withMethod("HEAD");
    try (Answer answer = transport.send(access, request)) {
      return switch (answer.status()) {
        case 200 -> true;
        // A registry without pull for this user, or with redirects to a store that signs GET alone.
        case 403, 404, 405 -> false;
        default -> throw Answers.failure(request.withMethod("POST"), answer);
      };
    }
  }

  /**
   * Lets the registry take it from another repository of its own.
   *
   * @param repositories as {@link PushContent#repositories} tells
   * @return the repository it came from
   */
  Optional<String> mount(List<String> repositories) throws IOException {
    String here = target.registry() + "/";
    List<String> candidates = new ArrayList<>();
    for (String repository : repositories) {
      String path = repository.startsWith(here) ? repository.substring(here.length()) : "";
      if (!path.isEmpty() && !path.equals(target.repository())) {
        candidates.add(path);
      }
    }
    for (String from : candidates.subList(0, Math.min(MAX_MOUNTS, candidates.size()))) {
      String query =
          "?mount=" + blob.digest().toString().replace(":", "%3A") + "&from=" + encode(from);
      Request request = UploadSession.start(transport, target, what, query);
      try (Answer answer = transport.send(access.andPull(from), request)) {
        if (answer.status() == 201) {
          return Optional.of(from);
        }
        if (answer.status() == 202) {
          session = Optional.of(UploadSession.of(request, answer, 0));
        }
      } catch (RegistryException e) {
        // Who may not read there is not told so by a failed push: the bytes go out instead.
        if (e.kind() != Kind.UNAUTHORIZED && e.kind() != Kind.DENIED) {
          throw e;
        }
      }
    }
    return Optional.empty();
  }

  /** Sends the bytes that are not there; starts a session unless there is one. */
  void upload(PushContent content, TransferProgress progress) throws IOException {
    new BlobUpload(transport, this, content.blob(blob), progress).run(session);
  }

  /** Goes on with a session that has bytes of the blob. */
  void resume(UploadSession begun) {
    session = Optional.of(begun);
  }

  /** A new session. */
  UploadSession open() throws IOException {
    return UploadSession.open(transport, target, what);
  }

  ImageName target() {
    return target;
  }

  String what() {
    return what;
  }

  Access access() {
    return access;
  }

  private static String encode(String path) {
    return java.net.URLEncoder.encode(path, java.nio.charset.StandardCharsets.UTF_8);
  }
}
