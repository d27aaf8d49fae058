package io.jbuild.core.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.core.compress.Compression;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheOptionTest {
  @Test
  void optionsAreReadAsBuildxWritesThem() {
    CacheOption to =
        CacheOption.to(
            "type=registry,ref=lan:5000/app:cache,mode=max,compression=zstd,compression-level=5,"
                + "ignore-error=true,image-manifest=true,oci-mediatypes=true,mounts=npm+maven,"
                + "mounts-max=200MB");
    assertEquals("lan:5000/app:cache", to.ref().orElseThrow().familiar());
    assertTrue(to.all() && to.ignoreError());
    assertEquals(new Compression(Compression.Kind.ZSTD, 5), to.compression());
    assertEquals(Set.of("npm", "maven"), to.mounts());
    assertEquals(200L << 20, to.mostMountBytes());

    CacheOption folder = CacheOption.to("type=local,dest=cache");
    assertEquals(Optional.of(Path.of("cache")), folder.folder());
    assertFalse(folder.all() || folder.ignoreError());
    assertEquals(CacheOption.Type.INLINE, CacheOption.to("type=inline").type());

    assertEquals("app:cache", CacheOption.from("app:cache").ref().orElseThrow().familiar());
    assertTrue(CacheOption.from("type=local,src=c").takesMounts());
    assertFalse(CacheOption.from("type=local,src=c,mounts=false").takesMounts());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "type=gha,scope=x | `type=gha` is not supported",
        "type=s3 | `type=s3` is not supported",
        "type=azblob | `type=azblob` is not supported",
        "type=tape | `type=tape` is not known",
        "mode=max | `type` is needed",
        "type=registry | `ref` is needed",
        "type=registry,ref=A B | A B",
        "type=local | `dest` is needed",
        "type=local,dest=d,tag=x | `tag` is not supported for `type=local`",
        "type=inline,mode=max | `mode` is not supported for `type=inline`",
        "type=registry,ref=a,mode=most | `min` or `max` is needed",
        "type=registry,ref=a,compression=lzma | `compression=lzma` is not supported",
        "type=registry,ref=a,compression-level=x | is no number",
        "type=registry,ref=a,oci-mediatypes=false | `oci-mediatypes=false` is not supported",
        "type=registry,ref=a,mounts-max=lots | `lots` is no size",
        "type=registry,ref=a,ignore-error=maybe | `true` or `false` is needed"
      })
  void whatCannotBeIsRefusedByName(String option, String message) {
    var e = assertThrows(IllegalArgumentException.class, () -> CacheOption.to(option));
    assertTrue(e.getMessage().contains(message), e.getMessage());
    assertTrue(e.getMessage().startsWith("`--cache-to "), e.getMessage());
  }

  @Test
  void whatIsOnlyWrittenCannotBeRead() {
    var e = assertThrows(IllegalArgumentException.class, () -> CacheOption.from("type=inline"));
    assertTrue(e.getMessage().contains("read it with `type=registry,ref=…`"), e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> CacheOption.from("type=local,dest=x"));
  }
}
