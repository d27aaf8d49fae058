package io.jbuild.core.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Platform;
import io.jbuild.core.progress.BuildListener;
import io.jbuild.core.registry.RegistryException.Kind;
import io.jbuild.core.store.ImageStore;
import io.jbuild.core.testing.DockerRegistry;
import io.jbuild.core.testing.Images;
import io.jbuild.core.testing.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches and lists of tags, with all that registries answer to them. */
final class RepositorySearchTest {
  private static final String CATALOG = "/v2/_catalog?n=1000";

  @TempDir private Path folder;

  private ScriptedRegistry registry;
  private RegistryClient client;

  @BeforeEach
  void start() throws IOException {
    registry = new ScriptedRegistry();
    client = client();
  }

  @AfterEach
  void stop() {
    client.close();
    registry.close();
  }

  private static RegistryClient client() {
    return new RegistryClient(
        RegistrySettings.DEFAULT, CredentialSource.ANONYMOUS, BuildListener.SILENT, new TestPace());
  }

  @Test
  void searchOfTheFirstApiIsAsked() throws Exception {
    answer(
        "/v1/search?q=web+server%26x&n=3",
        200,
        "{\"results\":[{\"name\":\"nginx\",\"description\":\"a\\u001b[2J\\nserver\","
            + "\"star_count\":7,\"is_official\":true},{\"name\":\"me/x\"}]}");
    assertEquals(
        List.of(
            new FoundRepository("nginx", "a [2J server", 7, true),
            new FoundRepository("me/x", "", 0, false)),
        client.search(registry.host(), "web server&x", 3));
  }

  @Test
  void catalogIsReadPageByPageWhereThereIsNoSearch() throws Exception {
    registry.teach(
        exchange -> {
          if (!exchange.getRequestURI().toString().equals(CATALOG)) {
            return false;
          }
          exchange.getResponseHeaders().add("Link", "</v2/_catalog?last=b&n=1>; rel=\"next\"");
          ScriptedRegistry.send(exchange, 200, "{\"repositories\":[\"app\",\"b\"]}");
          return true;
        });
    answer("/v2/_catalog?last=b&n=1", 200, "{\"repositories\":[\"team/app\",\"z\",\"app3\"]}");
    assertEquals(List.of("app", "team/app"), names("App", 2));
    assertEquals(List.of("app", "team/app", "app3"), names("app", 25));
    assertEquals(5, names("", 25).size());
    assertEquals(List.of(), names("none", 25));
  }

  @Test
  void aPageOfHtmlIsNoSearch() throws Exception {
    answer("/v1/search?q=a&n=5", 200, "<html>our registry</html>");
    answer(CATALOG, 200, "{\"repositories\":[\"a\"]}");
    assertEquals(List.of("a"), names("a", 5));
  }

  @Test
  void registryWithNeitherIsToldApart() {
    var none = assertThrows(RegistryException.class, () -> names("a", 5));
    assertEquals(Kind.NOT_FOUND, none.kind());
    assertTrue(
        none.getMessage().contains("has neither a search (`/v1/search`) nor a catalog"),
        none.getMessage());
    answer(CATALOG, 401, "{}");
    assertEquals(
        Kind.UNAUTHORIZED, assertThrows(RegistryException.class, () -> names("a", 5)).kind());
  }

  @Test
  void brokenAnswersAreErrors() {
    answer("/v1/search?q=a&n=5", 200, "{\"results\":[{\"stars\":1}]}");
    var broken = assertThrows(RegistryException.class, () -> names("a", 5));
    assertEquals(Kind.BAD_CONTENT, broken.kind());
  }

  @Test
  void tagsAreReadPageByPageFromTheSameServer() throws Exception {
    registry.teach(
        exchange -> {
          String path = exchange.getRequestURI().toString();
          if (!path.startsWith("/v2/app/tags/list")) {
            return false;
          }
          boolean first = path.endsWith("n=1000");
          String next = first ? "/v2/app/tags/list?last=2" : "http://198.51.100.1/v2/app/tags/list";
          exchange.getResponseHeaders().add("Link", "<" + next + ">; rel=next");
          ScriptedRegistry.send(
              exchange, 200, first ? "{\"tags\":[\"1\",\"2\"]}" : "{\"tags\":[\"3\"]}");
          return true;
        });
    assertEquals(List.of("1", "2", "3"), client.tags(ImageName.parse(registry.host() + "/app")));
  }

  @Test
  void realRegistryListsWhatWasPushed() throws Exception {
    try (DockerRegistry real = DockerRegistry.open(folder);
        StoreDirectory store = StoreDirectory.open(folder.resolve("store"));
        RegistryClient own = client()) {
      Programs.require("skopeo");
      var image =
          Images.store(
              store.blobs(), Platform.parse("linux/amd64"), List.of(Images.layer("a", "b")));
      ImageStore.of(store).tag(ImageName.parse("app:1.0"), image.descriptor());
      for (String name : List.of("app:1", "app:2", "team/other:1")) {
        Programs.run(
            "skopeo",
            "copy",
            "--dest-tls-verify=false",
            "oci:" + store.images() + ":app:1.0",
            "docker://" + real.host() + "/" + name);
      }
      assertEquals(
          List.of("app", "team/other"),
          own.search(real.host(), "", 25).stream().map(FoundRepository::name).toList());
      assertEquals(List.of("1", "2"), own.tags(ImageName.parse(real.host() + "/app")));
      var missing =
          assertThrows(
              RegistryException.class, () -> own.tags(ImageName.parse(real.host() + "/no")));
      assertEquals(Kind.NOT_FOUND, missing.kind());
    }
  }

  private List<String> names(String term, int limit) throws IOException {
    return client.search(registry.host(), term, limit).stream().map(FoundRepository::name).toList();
  }

  private void answer(String path, int status, String body) {
    registry.teach(
        exchange -> {
          if (!exchange.getRequestURI().toString().equals(path)) {
            return false;
          }
          ScriptedRegistry.send(exchange, status, body);
          return true;
        });
  }
}
