package io.jbuild.core.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.core.compress.Compression;
import io.jbuild.core.export.OutputSpec.Type;
import io.jbuild.core.image.Annotation;
import io.jbuild.core.image.Annotations;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Platform;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class OutputSpecTest {
  @Test
  void formsOfBuildxAreRead() {
    assertEquals(spec(Type.LOCAL, "out", false), OutputSpec.parse("out"));
    assertEquals(spec(Type.TAR, "-", true), OutputSpec.parse("-"));
    assertEquals(spec(Type.OCI, "a,b.tar", true), OutputSpec.parse("type=oci,\"dest=a,b.tar\""));
    assertEquals(spec(Type.OCI, "d", false), OutputSpec.parse("type=oci,dest=d,tar=false"));
    assertEquals(spec(Type.DOCKER, "-", true), OutputSpec.parse("type=docker"));
    assertEquals(
        new OutputSpec(
            Type.IMAGE,
            Optional.empty(),
            true,
            List.of(ImageName.parse("a:1"), ImageName.parse("b")),
            true,
            ImageForm.AS_IT_LIES,
            OutputSpec.Push.NONE,
            Annotations.NONE,
            Optional.empty()),
        OutputSpec.parse("type=image,\"name=a:1,b\",rewrite-timestamp=true"));
  }

  @Test
  void whatIsNotSupportedIsNamedWithWhatIs() {
    refused(
        "type=nothing",
        "`type=nothing` is not supported; allowed: `image`, `oci`, `docker`, `tar`, `local`,"
            + " `registry`");
    refused(
        "type=tar,compression=zstd",
        "`compression` is not supported for `type=tar`; allowed: `dest`");
    refused(
        "type=oci,push=true",
        "`push` is not supported for `type=oci`; allowed: `compression`, `compression-level`,"
            + " `dest`, `force-compression`, `name`, `oci-mediatypes`,"
            + " `rewrite-timestamp`, `tar`");
    refused(
        "type=oci,compression=estargz",
        "`compression=estargz` is not supported; allowed: `gzip`, `zstd`, `uncompressed`");
    refused("type=oci,compression-level=10", "the level of `gzip` is 0 to 9, not 10");
    refused(
        "type=oci,compression=zstd,compression-level=x", "`compression-level=x` is not a number");
    refused(
        "type=oci,compression=uncompressed,compression-level=1",
        "`compression=uncompressed` has no level");
    refused("dest=x", "`type` is missing");
    refused("type=local", "a folder is needed: `dest=DIR`");
    refused("type=local,dest=-", "a folder is needed");
    refused("type=oci,dest=x,tar=maybe", "`tar=maybe`: `true` or `false` is needed");
    refused("type=oci,dest=x,dest=y", "`dest` stands twice");
    refused("type=oci,\"dest=x", "a double quote is not closed");
    refused("type=oci,x", "`x` is not `key=value`");
    refused("type=oci,dest=", "`dest` is empty");
    refused(" ", "it is empty");
    assertThrows(IllegalArgumentException.class, () -> OutputSpec.parse("type=image,name=BAD"));
  }

  @Test
  void registryIsAnImageThatIsPushedCompressed() {
    OutputSpec registry = OutputSpec.parse("type=registry,name=lan/a:1");
    assertEquals(OutputSpec.parse("type=image,name=lan/a:1,push=true"), registry);
    assertEquals(OutputSpec.parse("type=image,name=lan/a:1").pushed(), registry);
    assertEquals(ImageForm.OF_REGISTRIES, registry.form());
    assertEquals(OutputSpec.Push.TAGS, registry.push());
    assertEquals(
        new OutputSpec.Push(true, true, true),
        OutputSpec.parse(
                "type=image,name=lan/a,push-by-digest=true,name-canonical=true,push=true,"
                    + "registry.insecure=true")
            .push());
    assertEquals(OutputSpec.Push.NONE, OutputSpec.parse("type=image,push-by-digest=true").push());
  }

  @Test
  void formOfAnImageIsReadWithTheUsualLevels() {
    assertEquals(
        new ImageForm(Optional.of(new Compression(Compression.Kind.ZSTD, 2)), true, true),
        OutputSpec.parse("type=oci,compression=zstd,force-compression=true").form());
    assertEquals(
        new ImageForm(Optional.of(new Compression(Compression.Kind.GZIP, 9)), false, false),
        OutputSpec.parse("type=docker,compression-level=9,oci-mediatypes=false").form());
    assertEquals(
        new ImageForm(Optional.of(Compression.GZIP), true, true),
        OutputSpec.parse("type=oci,force-compression=1").form());
  }

  @Test
  void annotationsOfEveryPlaceAreRead() {
    OutputSpec spec =
        OutputSpec.parse(
            "type=oci,annotation.a=1,annotation-index.b.c=2,annotation[linux/arm64].a=3,"
                + "annotation-manifest-descriptor[linux/arm/v7].d=x=y");
    assertEquals(
        List.of(
            new Annotation(Annotation.Place.MANIFEST, Optional.empty(), "a", "1"),
            new Annotation(Annotation.Place.INDEX, Optional.empty(), "b.c", "2"),
            new Annotation(
                Annotation.Place.MANIFEST, Optional.of(Platform.parse("arm64")), "a", "3"),
            new Annotation(
                Annotation.Place.MANIFEST_DESCRIPTOR,
                Optional.of(Platform.parse("linux/arm/v7")),
                "d",
                "x=y")),
        spec.annotations().all());
    refused("type=oci,annotation-layer.a=1", "`layer` is no place of annotations");
    refused("type=local,dest=x,annotation.a=1", "`annotation.a` is not supported");
  }

  @Test
  void platformSplitIsOfFilesAlone() {
    assertEquals(
        Optional.of(false),
        OutputSpec.parse("type=local,dest=x,platform-split=false").platformSplit());
    assertEquals(
        Optional.of(true), OutputSpec.parse("type=tar,platform-split=true").platformSplit());
    assertEquals(Optional.empty(), OutputSpec.parse("type=tar").platformSplit());
    refused("type=oci,platform-split=true", "`platform-split` is not supported");
  }

  private static void refused(String text, String why) {
    var e = assertThrows(IllegalArgumentException.class, () -> OutputSpec.parse(text));
    assertTrue(e.getMessage().startsWith("`--output " + text + "`: " + why), e.getMessage());
  }

  private static OutputSpec spec(Type type, String dest, boolean tar) {
    return new OutputSpec(
        type,
        Optional.of(dest),
        tar,
        List.of(),
        false,
        ImageForm.AS_IT_LIES,
        OutputSpec.Push.NONE,
        Annotations.NONE,
        Optional.empty());
  }
}
