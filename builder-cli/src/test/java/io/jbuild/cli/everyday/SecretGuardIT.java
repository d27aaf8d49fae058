package io.jbuild.cli.everyday;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** No secret that a command saw gets into what it leaves. */
class SecretGuardIT {
  private static final String VALUE = "hunter2/of the+night";
  private static final String RUN = "RUN --mount=type=secret,id=tok,env=TOK ";

  private Installation user = Installation.shared(Mode.ROOT);
  private Path secret;

  @BeforeEach
  void writeSecret() throws IOException {
    secret = Workspace.folder("secret").resolve("value");
    Files.writeString(secret, VALUE + "\n");
    SmallBase.provide(user);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "printf %s \"$TOK\" > /root/.npmrc ~ `/root/.npmrc`",
        "echo \"$TOK\" | base64 > /b0 ~ `/b0`",
        "echo \"1$TOK\" | base64 > /b1 ~ `/b1`",
        "echo \"12$TOK\" | base64 > /b2 ~ `/b2`",
        "echo 'https://h/?t=hunter2%2Fof%20the%2bnight' > /url ~ `/url`",
        "mkdir /d && cp /run/secrets/tok /d/f && tar -cf /t.tar /d && rm -r /d ~ `/t.tar`",
        "mkdir -p \"/x/$(echo $TOK | base64)\" ~ `/x/***",
        "ln -s \"$TOK\" /link ~ `/link`",
        "cp /bin/busybox /program && cat /run/secrets/tok >> /program ~ `/program`",
        "echo \"the token is $TOK\" ~ the output"
      })
  void findFailsTheBuildAndNamesThePlace(String command, String place) {
    String err =
        build("FROM busybox\nRUN --mount=type=secret,id=tok " + env(command) + "\n").exits(1).err();

    assertTrue(err.contains("the secret `tok` is in what this step leaves: " + place), err);
    assertTrue(err.contains("Dockerfile:2:1: error:"), err);
    assertTrue(err.contains(" [secret-in-layer]"), err);
    assertFalse(err.contains(VALUE), err);
  }

  private static String env(String command) {
    return "--mount=type=secret,id=tok,env=TOK " + command;
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void useThatLeavesNothingPasses(Mode mode) throws IOException {
    user = Installation.shared(mode);
    SmallBase.provide(user);
    build(
            "FROM busybox\n"
                + RUN
                + "test -n \"$TOK\" && echo \"$TOK\" > /t && wc -c < /t && rm /t\n")
        .succeeded();
  }

  @Test
  void whatTheParentHadAlreadyIsNoFind() throws IOException {
    Context context =
        Context.of(
                "FROM busybox\nCOPY known /known\n"
                    + RUN
                    + "cp /known /k && rm /known && mv /k /known && chmod 600 /known && echo more"
                    + " >> /known\n")
            .with("known", "default password: " + VALUE + "\n");
    user.jbuild("build", "--secret", "id=tok,src=" + secret, context.folder().toString())
        .succeeded();
  }

  @Test
  void configAndHistoryAreLookedAtToo() {
    String err =
        build(
                "FROM busybox\nARG A\nENV B=$A\n" + RUN + "test -n \"$TOK\"\n",
                "--build-arg",
                "A=" + VALUE)
            .exits(1)
            .err();
    assertTrue(err.contains("the secret `tok` is in the image: "), err);
    assertTrue(err.contains("the variable `B`"), err);
    assertTrue(err.contains(" of its history"), err);
    assertFalse(err.contains("image sha256:"), err);
  }

  @Test
  void shortValuesAreToldOfOnceAndLetThrough() throws IOException {
    Files.writeString(secret, "short\n");
    String err =
        build("FROM busybox\n" + RUN + "echo $TOK > /a\n" + RUN + "echo $TOK > /b\n")
            .succeeded()
            .err();
    assertEquals(2, err.split("has fewer than 8 bytes", -1).length, err);
  }

  @Test
  void allowedSecretsStayButNotForABuildThatForbidsThem() {
    String dockerfile = "FROM busybox\n" + RUN + "echo \"$TOK\" > /kept && echo \"$TOK\"\n";
    String err = build(dockerfile, "--allow", "secret-in-layer").succeeded().err();
    assertTrue(err.contains(VALUE), err);
    build(dockerfile).exits(1);
  }

  @Test
  void reportOfAFailedCommandAndItsLogDoNotHaveIt() throws IOException {
    String err =
        build(
                "FROM busybox\nARG A\n" + RUN + "echo \"got $TOK\"; exit 3\n",
                "--build-arg",
                "A=" + VALUE)
            .exits(1)
            .err();
    assertTrue(err.contains("exited with 3"), err);
    assertTrue(err.contains("     | got ***\n"), err);
    assertTrue(err.contains("     A=***\n"), err);
    assertFalse(err.contains(VALUE), err);
    String log =
        err.lines().filter(l -> l.contains("log: ")).findFirst().orElseThrow().split("log: ")[1];
    assertEquals(
        "got ***\n\n", Files.readString(Path.of(log)), "the value of a file has its line end");
  }

  private Command build(String dockerfile, String... options) {
    List<String> words = new ArrayList<>(List.of("build", "--secret", "id=tok,src=" + secret));
    words.addAll(List.of(options));
    words.add(Context.of(dockerfile).folder().toString());
    return user.jbuild(words.toArray(String[]::new));
  }
}
