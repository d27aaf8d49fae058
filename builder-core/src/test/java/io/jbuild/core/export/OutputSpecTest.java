package io.jbuild.core.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.core.export.OutputSpec.Type;
import io.jbuild.core.image.ImageName;
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
            true),
        OutputSpec.parse("type=image,\"name=a:1,b\",rewrite-timestamp=true"));
  }

  @Test
  void whatIsNotSupportedIsNamedWithWhatIs() {
    refused(
        "type=registry",
        "`type=registry` is not supported; allowed: `image`, `oci`, `docker`, `tar`, `local`");
    refused(
        "type=oci,compression=zstd",
        "`compression` is not supported for `type=oci`; allowed: `dest`, `name`,"
            + " `rewrite-timestamp`, `tar`");
    refused("dest=x", "`type` is missing");
    refused("type=local", "a folder is needed: `dest=DIR`");
    refused("type=local,dest=-", "a folder is needed");
    refused("type=oci,dest=x,tar=maybe", "`tar=maybe`: `true` or `false` is needed");
    refused("type=tar,rewrite-timestamp=1", "`rewrite-timestamp` is not supported for `type=tar`");
    refused("type=oci,dest=x,dest=y", "`dest` stands twice");
    refused("type=oci,\"dest=x", "a double quote is not closed");
    refused("type=oci,x", "`x` is not `key=value`");
    refused("type=oci,dest=", "`dest` is empty");
    refused(" ", "it is empty");
    assertThrows(IllegalArgumentException.class, () -> OutputSpec.parse("type=image,name=BAD"));
  }

  private static void refused(String text, String why) {
    var e = assertThrows(IllegalArgumentException.class, () -> OutputSpec.parse(text));
    assertTrue(e.getMessage().startsWith("`--output " + text + "`: " + why), e.getMessage());
  }

  private static OutputSpec spec(Type type, String dest, boolean tar) {
    return new OutputSpec(type, Optional.of(dest), tar, List.of(), false);
  }
}
