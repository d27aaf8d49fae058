package io.jbuild.core.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jbuild.cache.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentEditTest {
  private static final Digest A = Digest.of("a".getBytes(StandardCharsets.US_ASCII));
  private static final Digest B = Digest.of("b".getBytes(StandardCharsets.US_ASCII));

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String descriptor(String type, Digest digest, long size, String more) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d%s}"
        .formatted(type, digest, size, more);
  }

  private static String manifest(String layers) {
    return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"artifactType\":\"x/y\",\"config\":%s,"
            .formatted(
                MediaTypes.OCI_MANIFEST, descriptor(MediaTypes.OCI_CONFIG, A, 1, ",\"new\":null"))
        + "\"layers\":["
        + layers
        + "],\"subject\":"
        + descriptor(MediaTypes.OCI_MANIFEST, B, 9, "")
        + ",\"annotations\":{\"k\":\"<v>\"},\"later\":[true,-7,{}]}";
  }

  @Test
  void everyFieldButTheChangedLayersStays() throws Exception {
    String kept = descriptor(MediaTypes.OCI_LAYER_TAR, A, 1, ",\"urls\":[\"https://h/a\"]");
    String old =
        descriptor(
            MediaTypes.OCI_LAYER_GZIP,
            A,
            1,
            ",\"urls\":[\"https://h/b\"],\"annotations\":{\"l\":\"1\"},\"data\":\"YQ==\"");
    Manifest read = ImageJson.readManifest(utf8(manifest(kept + "," + old)));
    byte[] edited =
        DocumentEdit.manifest(
            utf8(manifest(kept + "," + old)),
            MediaTypes.OCI_MANIFEST,
            read.config(),
            List.of(read.layers().get(0), Descriptor.of(MediaTypes.OCI_LAYER_ZSTD, B, 2)));

    String fresh = descriptor(MediaTypes.OCI_LAYER_ZSTD, B, 2, ",\"annotations\":{\"l\":\"1\"}");
    String wanted = manifest(kept + "," + fresh);
    assertEquals(
        wanted.replace("<v>", "\\u003cv\\u003e"), new String(edited, StandardCharsets.UTF_8));
  }

  @Test
  void everyFieldOfAnIndexStays() throws Exception {
    String platform =
        ",\"platform\":{\"architecture\":\"amd64\",\"os\":\"windows\",\"os.version\":\"10.0\","
            + "\"os.features\":[\"win32k\"],\"features\":[\"sse4\"]},\"artifactType\":\"a/b\"";
    String index = "{\"schemaVersion\":2,\"manifests\":[%s],\"subject\":%s}";
    String subject = descriptor(MediaTypes.OCI_MANIFEST, B, 9, "");
    byte[] edited =
        DocumentEdit.index(
            utf8(index.formatted(descriptor(MediaTypes.OCI_MANIFEST, A, 1, platform), subject)),
            MediaTypes.OCI_INDEX,
            List.of(Descriptor.of(MediaTypes.OCI_MANIFEST, B, 2)));
    assertEquals(
        index.formatted(descriptor(MediaTypes.OCI_MANIFEST, B, 2, platform), subject),
        new String(edited, StandardCharsets.UTF_8));
  }

  @Test
  void whatWouldBeLostIsRefused() throws Exception {
    byte[] index = utf8("{\"schemaVersion\":2,\"manifests\":[],\"later\":1.5}");
    assertThrows(
        ImageFormatException.class,
        () -> DocumentEdit.index(index, MediaTypes.OCI_INDEX, List.of()));
    assertThrows(
        ImageFormatException.class,
        () ->
            DocumentEdit.index(
                utf8("{\"schemaVersion\":2,\"manifests\":[]}"),
                MediaTypes.OCI_INDEX,
                List.of(Descriptor.of(MediaTypes.OCI_MANIFEST, B, 2))));
  }
}
