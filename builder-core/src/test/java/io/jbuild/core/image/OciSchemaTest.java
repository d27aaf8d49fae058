package io.jbuild.core.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import io.jbuild.cache.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The schemas of the OCI image spec judge what {@link ImageJson} writes. */
final class OciSchemaTest {
  private static Path schemas;

  @BeforeAll
  static void findSchemas() {
    schemas = Path.of(System.getProperty("jbuild.corpus", ""), "spec", "oci-image-schema");
    if (!Files.isDirectory(schemas)) {
      System.out.println("skipped: no OCI schemas at " + schemas);
      Assumptions.abort("no corpus");
    }
  }

  @Test
  void writtenConfigPassesTheSchema() throws Exception {
    assertEquals(
        Set.of(), problems("config-schema.json", ImageJson.write(ImageJsonTest.fullConfig())));
  }

  @Test
  void writtenManifestPassesTheSchema() throws Exception {
    Descriptor layer = Descriptor.of(MediaTypes.OCI_LAYER_TAR, Digest.of(new byte[0]), 0);
    var image = ImageAssembly.assemble(ImageJsonTest.fullConfig(), List.of(layer, layer));
    assertEquals(Set.of(), problems("image-manifest-schema.json", image.manifestBytes()));
    Index index = new Index(MediaTypes.OCI_INDEX, List.of(image.descriptor()), new TreeMap<>());
    assertEquals(Set.of(), problems("image-index-schema.json", ImageJson.write(index)));
  }

  @Test
  void schemaRefusesWhatIsWrong() throws Exception {
    assertNotEquals(
        Set.of(), problems("config-schema.json", "{\"architecture\":1}".getBytes("UTF-8")));
  }

  static Set<?> problems(String schema, byte[] json) throws Exception {
    String folder = schemas.toUri().toString();
    JsonSchemaFactory factory =
        JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V4,
            builder ->
                builder.schemaMappers(
                    mappers ->
                        mappers
                            .mapPrefix("https://opencontainers.org/schema/image/", folder)
                            .mapPrefix("https://opencontainers.org/schema/", folder)));
    JsonSchema loaded =
        factory.getSchema(SchemaLocation.of(schemas.resolve(schema).toUri().toString()));
    return loaded.validate(new ObjectMapper().readTree(json));
  }
}
