package io.jbuild.core.registry;

import io.jbuild.cache.Digest;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.image.ImageJson;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Json;
import io.jbuild.core.image.JsonText;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.registry.RegistryException.Kind;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What refers to a manifest (OCI distribution spec 1.1, "Listing Referrers"); where a registry has
 * no such API, the index under the tag {@code sha256-HEX}, which clients keep up themselves.
 */
final class Referrers {
  /** A registry whose pages never end shall not keep us. */
  private static final int MAX_PAGES = 100;

  private final AuthorizedTransport transport;
  private final ImageName repository;

  Referrers(AuthorizedTransport transport, ImageName repository) {
    this.transport = transport;
    this.repository = repository;
  }

  /**
   * All that refers to a manifest, each once.
   *
   * @param artifactType of those that are wanted; all if there is none
   */
  List<Referrer> of(Digest subject, Optional<String> artifactType) throws IOException {
    Map<Digest, Referrer> found = new LinkedHashMap<>();
    String what = "what refers to `" + subject + "` in `" + repository.familiar() + "`";
    Request request = transport.request(repository, "/referrers/" + subject, what);
    for (int page = 0; page < MAX_PAGES; page++) {
      try (Answer answer = transport.send(Access.pull(repository), request)) {
        if (answer.status() == 404 && page == 0) {
          read(fallback(subject)).forEach(r -> found.putIfAbsent(r.descriptor().digest(), r));
          break;
        }
        if (answer.status() != 200) {
          throw Answers.failure(request, answer);
        }
        read(Pages.bytes(request, answer))
            .forEach(r -> found.putIfAbsent(r.descriptor().digest(), r));
        Optional<URI> next = Pages.next(request, answer);
        if (next.isEmpty()) {
          break;
        }
        request = Request.get(request.registry(), request.name(), what, next.get(), Map.of());
      }
    }
    return found.values().stream()
        .filter(r -> artifactType.isEmpty() || r.artifactType().equals(artifactType.get()))
        .toList();
  }

  /**
   * Enters a manifest that was pushed into the index of its subject, for registries without API.
   */
  void add(Digest subject, Descriptor descriptor, String artifactType) throws IOException {
    List<Referrer> all = new ArrayList<>(read(fallback(subject)));
    if (all.stream().anyMatch(r -> r.descriptor().digest().equals(descriptor.digest()))) {
      return;
    }
    all.add(new Referrer(descriptor, artifactType));
    String tag = tag(subject);
    Request request =
        transport
            .request(repository, "/manifests/" + tag, "index of referrers `" + tag + "`")
            .withMethod("PUT")
            .withBody(Body.of(MediaTypes.OCI_INDEX, write(all)));
    try (Answer answer = transport.send(Access.push(repository), request)) {
      if (answer.status() != 201 && answer.status() != 200) {
        throw Answers.failure(request, answer);
      }
    }
  }

  /** The bytes of the index under the tag, empty if there is none. */
  private byte[] fallback(Digest subject) throws IOException {
    String tag = tag(subject);
    Request request =
        transport
            .request(repository, "/manifests/" + tag, "index of referrers `" + tag + "`")
            .withHeader("Accept", MediaTypes.OCI_INDEX);
    try (Answer answer = transport.send(Access.pull(repository), request)) {
      if (answer.status() == 404) {
        return new byte[0];
      }
      if (answer.status() != 200) {
        throw Answers.failure(request, answer);
      }
      return Pages.bytes(request, answer);
    }
  }

  private static String tag(Digest subject) {
    return "sha256-" + subject.hex();
  }

  private List<Referrer> read(byte[] bytes) throws IOException {
    List<Referrer> result = new ArrayList<>();
    if (bytes.length == 0) {
      return result;
    }
    try {
      for (Json item : Json.parse(bytes, "index of referrers").list("manifests")) {
        result.add(new Referrer(ImageJson.readDescriptor(item), item.text("artifactType")));
      }
      return result;
    } catch (ImageFormatException e) {
      throw RegistryClient.error(
          repository, Kind.BAD_CONTENT, "sent a broken index of referrers: " + e.getMessage());
    }
  }

  private static byte[] write(List<Referrer> referrers) {
    JsonText out =
        new JsonText().open().field("schemaVersion", 2).field("mediaType", MediaTypes.OCI_INDEX);
    out.openList("manifests");
    for (Referrer referrer : referrers) {
      Descriptor d = referrer.descriptor();
      out.open()
          .field("mediaType", d.mediaType())
          .field("digest", d.digest().toString())
          .field("size", d.size())
          .fieldIfAny("artifactType", referrer.artifactType())
          .fieldIfAny("annotations", d.annotations())
          .close();
    }
    return out.closeList().close().bytes();
  }
}
