package io.jbuild.core.registry;

import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.image.Json;
import io.jbuild.core.registry.RegistryException.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Searches for repositories: by the search of docker's registry API, version 1 ({@code
 * /v1/search}), which Docker Hub and a few others have; where there is none by the catalog of all
 * repositories of the distribution API ({@code /v2/_catalog}).
 */
final class RepositorySearch {
  /** Docker Hub searches elsewhere than it keeps images. */
  private static final String HUB = "https://index.docker.io";

  private static final int PAGE = 1000;

  private final AuthorizedTransport transport;
  private final String registry;

  RepositorySearch(AuthorizedTransport transport, String registry) {
    this.transport = transport;
    this.registry = registry;
  }

  /** The repositories whose name or description has the term in it, at most so many. */
  List<FoundRepository> find(String term, int limit) throws IOException {
    Optional<List<FoundRepository>> indexed = byIndex(term, limit);
    return indexed.isPresent() ? indexed.get() : byCatalog(term, limit);
  }

  private Optional<List<FoundRepository>> byIndex(String term, int limit) throws IOException {
    boolean hub = registry.equals("docker.io");
    String query = "q=" + URLEncoder.encode(term, StandardCharsets.UTF_8) + "&n=" + limit;
    URI uri = URI.create((hub ? HUB : transport.base(registry)) + "/v1/search?" + query);
    Request request = request("a search", uri);
    try (Answer answer = transport.send(Access.login(registry), request)) {
      boolean none = answer.status() == 404 || answer.status() == 405 || answer.status() == 410;
      if (none && !hub) {
        return Optional.empty();
      }
      if (answer.status() != 200) {
        throw Answers.failure(request, answer);
      }
      byte[] bytes = Pages.bytes(request, answer);
      if (Answers.isHtml(bytes) && !hub) {
        return Optional.empty();
      }
      List<FoundRepository> found = new ArrayList<>();
      for (Json item : Json.parse(bytes, "answer").list("results")) {
        found.add(
            new FoundRepository(
                item.require("name").text(),
                Answers.clean(item.text("description"), 1000),
                item.integer("star_count"),
                item.bool("is_official")));
      }
      return Optional.of(found.subList(0, Math.min(limit, found.size())));
    } catch (ImageFormatException e) {
      throw Answers.error(
          request,
          Kind.BAD_CONTENT,
          200,
          "registry `" + registry + "` sent a broken answer to a search: " + e.getMessage(),
          "");
    }
  }

  private List<FoundRepository> byCatalog(String term, int limit) throws IOException {
    URI uri = URI.create(transport.base(registry) + "/v2/_catalog?n=" + PAGE);
    Request request = request("its catalog", uri);
    String wanted = term.toLowerCase(Locale.ROOT);
    List<FoundRepository> found = new ArrayList<>();
    try {
      new Pages(transport, new Access(registry, List.of("registry:catalog:*")))
          .read(
              request,
              page -> {
                for (String name : page.texts("repositories").orElse(List.of())) {
                  if (found.size() < limit && name.contains(wanted)) {
                    found.add(new FoundRepository(name, "", 0, false));
                  }
                }
                return found.size() < limit;
              });
    } catch (RegistryException e) {
      if (e.kind() == Kind.NOT_FOUND || e.kind() == Kind.NOT_A_REGISTRY) {
        throw Answers.error(
            request,
            e.kind(),
            e.status(),
            "registry `"
                + registry
                + "` has neither a search (`/v1/search`) nor a catalog"
                + " (`/v2/_catalog`)",
            "look for images on its web pages");
      }
      throw e;
    }
    return found;
  }

  private Request request(String what, URI uri) {
    return Request.get(registry, "", what, uri, Map.of());
  }
}
