package io.jbuild.cli.everyday;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code RUN --mount}, for every kind of user. */
class MountsIT {
  private static Installation user(Mode mode) {
    Installation user = Installation.shared(mode);
    SmallBase.provide(user);
    return user;
  }

  private static Progress build(Installation user, Context context, String... options) {
    return Progress.of(user.build(context.folder(), "mounts", options));
  }

  /** Everything that a failed build says. */
  private static String failure(Installation user, Context context, String... options) {
    String[] words = new String[options.length + 2];
    words[0] = "build";
    System.arraycopy(options, 0, words, 1, options.length);
    words[words.length - 1] = context.folder().toString();
    return user.jbuild(words).exits(1).err();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void bindsShowTheContextWithoutWhatIsIgnoredAndThrowWritesAway(Mode mode) throws IOException {
    Installation user = user(mode);
    Context context =
        Context.of(
                """
                FROM busybox AS made
                RUN mkdir -m 700 /out && echo made > /out/f && ln -s /etc/passwd /out/link
                FROM busybox
                WORKDIR /w
                RUN --mount=target=/c --mount=source=sub/one,target=../one/file --mount=source=sub,rw \\
                  test -e /c/sub/one && test ! -e /c/hidden && test "$(stat -c %u:%g /c/sub)" = 0:0 && \\
                  test "$(cat /one/file)" = 1 && ! touch /c/new 2>/dev/null && touch new && rm one && ls
                RUN --mount=from=made,source=out,target=/o --mount=from=made,target=/m,rw \\
                  --mount=from=scratch,target=/empty --mount=from=extra,target=/x \\
                  test "$(stat -c %a /o)" = 700 && test "$(cat /o/f)" = made && \\
                  test "$(readlink /m/out/link)" = /etc/passwd && touch /m/new && test -z "$(ls /empty)" && \\
                  cat /x/of-extra
                RUN test ! -e /o && test ! -e /m && test ! -e /c && test ! -e /x && test -z "$(ls /w)"
                """)
            .with("sub/one", "1")
            .with("sub/two", "2")
            .with("hidden", "h")
            .with(".dockerignore", "hidden\n");
    Context extra = Context.of("").with("of-extra", "extra");

    build(user, context, "--build-context", "extra=" + extra.folder());

    assertFalse(Files.exists(context.folder().resolve("sub/new")));
    assertTrue(Files.exists(context.folder().resolve("sub/one")));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void onlyWhatABindShowsCountsForTheCache(Mode mode) {
    Installation user = user(mode);
    Context context =
        Context.of(
                """
                FROM busybox
                RUN --mount=source=in,target=/in cat /in/f > /f
                """)
            .with("in/f", "of " + mode)
            .with("other", "1");
    build(user, context);
    context.with("other", "2");
    assertTrue(build(user, context).ran().isEmpty());
    context.with("in/f", "other of " + mode);
    assertEquals(1, build(user, context).ran().size());
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void cachesStayWhateverIsBuiltAndBelongToTheirId(Mode mode) {
    Installation user = user(mode);
    Context first =
        Context.of(
            """
            FROM busybox
            RUN --mount=type=cache,target=/c echo kept > /c/f
            RUN --mount=type=cache,id=/c,target=/elsewhere cat /elsewhere/f
            RUN --mount=type=cache,id=other,target=/c test ! -e /c/f
            RUN --mount=type=cache,target=/c,mode=0700 test ! -e /c/f && test "$(stat -c %a /c)" = 700
            RUN --mount=type=cache,target=/c,ro test -e /c/f && ! touch /c/g 2>/dev/null
            RUN --mount=type=cache,target=/seeded,from=busybox,source=etc cat /seeded/passwd
            RUN test ! -e /c
            """);
    build(user, first);
    Context second =
        Context.of("FROM busybox\nRUN --mount=type=cache,target=/c cat /c/f > /got && cat /got\n");
    assertTrue(
        user.build(second.folder(), "mounts", "--no-cache").contains(" kept"), "after --no-cache");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void lockedCachesAreHadByOneBuildAfterTheOther(Mode mode) {
    Installation user = user(mode);
    Context context =
        Context.of(
            """
            FROM busybox
            ARG WHO
            RUN --mount=type=cache,id=lock,sharing=locked,target=/c \\
              mkdir /c/held && sleep 0.5 && echo "$WHO" >> /c/log && rmdir /c/held
            RUN --mount=type=cache,id=lock,sharing=locked,target=/c sort -u /c/log
            """);
    var one =
        CompletableFuture.supplyAsync(
            () -> user.build(context.folder(), "one", "--build-arg", "WHO=one"));
    var two =
        CompletableFuture.supplyAsync(
            () -> user.build(context.folder(), "two", "--build-arg", "WHO=two"));
    one.join();
    two.join();
    String after = user.build(context.folder(), "three", "--build-arg", "WHO=three");
    assertTrue(after.matches("(?s).* one\n.* three\n.* two\n.*"), after);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void secretsAreSeenByTheirCommandAloneAndStoredNowhere(Mode mode) throws IOException {
    Installation user = user(mode);
    String value = "hush-hush-" + mode + "-92741";
    Context context =
        Context.of(
            """
            FROM busybox
            RUN --mount=type=secret,id=tok --mount=type=secret,id=tok,env=TOK \\
              --mount=type=secret,id=tok,target=/etc/key,mode=0444 \\
              test "$(cat /run/secrets/tok)" = "$TOK" && test "$(stat -c %a /run/secrets/tok)" = 400 && \\
              test "$(stat -c %a /etc/key)" = 444 && printf %s "$TOK" | wc -c > /length && \\
              ! echo x > /run/secrets/tok 2>/dev/null && grep -q ' /etc/key tmpfs ro' /proc/mounts
            RUN test ! -e /run/secrets/tok && test -z "$TOK" && test ! -e /etc/key && cat /length
            RUN --mount=type=secret,id=none --mount=type=secret,id=none,env=NONE \\
              test ! -e /run/secrets/none && test -z "${NONE+set}"
            """);
    Path file = user.home().resolve("secret-" + mode);
    Files.writeString(file, value);
    Command.ok("chown", mode.user() + ":", file.toString());

    Progress first = build(user, context, "--secret", "id=tok,src=" + file);
    assertEquals(3, first.ran().size());
    assertEquals(
        "",
        Command.run(
                java.util.List.of("grep", "-rl", value, user.store().toString()),
                java.util.Map.of(),
                null)
            .out());
    Files.writeString(file, "another value");
    assertTrue(
        build(user, context, "--secret", "id=tok,src=" + file).ran().isEmpty(),
        "a secret's value counts for no key");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void whatIsRequiredAndMissingIsToldWhereItIsAskedFor(Mode mode) {
    Installation user = user(mode);
    String secret =
        failure(
            user,
            Context.of("FROM busybox\nRUN --mount=type=secret,id=tok,required echo \"$RANDOM\"\n"));
    assertTrue(secret.contains("Dockerfile:2:13: error: the secret `tok` is required"), secret);
    assertTrue(secret.contains("--secret id=tok,src=FILE"), secret);
    String ssh = failure(user, Context.of("FROM busybox\nRUN --mount=type=ssh,required echo x\n"));
    assertTrue(ssh.contains("Dockerfile:2:13: error: the ssh agent `default` is required"), ssh);
    String file =
        failure(
            user,
            Context.of("FROM busybox\nRUN --mount=type=secret,id=a echo 1\n"),
            "--secret",
            "id=a,src=/nowhere/at/all");
    assertTrue(file.contains("`/nowhere/at/all` of the secret `a` does not exist"), file);
    String source =
        failure(
            user,
            Context.of("FROM busybox\nRUN --mount=source=packge.json,target=/p x\n")
                .with("package.json", "{}"));
    assertTrue(source.contains("did you mean `/package.json`?"), source);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void anAgentIsReachedByTheUserThatTheSocketBelongsTo(Mode mode) throws IOException {
    Require.programs("ssh-keygen", "ssh-agent", "ssh-add");
    Installation user = user(mode);
    Path key = user.home().resolve("key-" + mode);
    if (!Files.exists(key)) {
      Command.ok("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());
    }
    Command.ok("chown", mode.user() + ":", key.toString());
    String owner = mode == Mode.SINGLE ? "0:0" : "1000:0";
    Context context =
        Context.of(
            """
            FROM busybox
            USER 1000
            RUN --mount=type=ssh,uid=1000 test -S "$SSH_AUTH_SOCK" && test -w "$SSH_AUTH_SOCK" && \\
              echo "$(stat -c %%a:%%u:%%g "$SSH_AUTH_SOCK") of %s"
            RUN --mount=type=ssh,id=none test ! -e "$SSH_AUTH_SOCK"
            """
                .formatted(mode));
    String progress = user.build(context.folder(), "ssh", "--ssh", "default=" + key);
    assertTrue(progress.contains("600:" + owner + " of " + mode), progress);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void mountsNeverLeadOutOfTheImageOrTheContext(Mode mode) throws IOException {
    Installation user = user(mode);
    Context context =
        Context.of(
            """
            FROM busybox
            RUN ln -s / /slash && ln -s ../../../../../../tmp /up && ln -s /proc /p
            RUN --mount=type=tmpfs,target=/slash/mem touch /mem/x
            RUN --mount=type=cache,id=up,target=/up/c touch /tmp/c/x
            RUN test ! -e /mem && test ! -e /tmp/c
            """);
    build(user, context);
    Path outside = context.folder().resolve("out");
    Files.createSymbolicLink(outside, Path.of("/etc"));
    Files.createSymbolicLink(context.folder().resolve("up"), Path.of("../../../../etc"));
    for (String mount :
        java.util.List.of(
            "source=out/hostname,target=/h",
            "source=up/hostname,target=/h",
            "source=../../../etc/hostname,target=/h",
            "type=tmpfs,target=/slash",
            "type=tmpfs,target=/p/1",
            "type=tmpfs,target=/../..")) {
      context.with(
          "Dockerfile",
          "FROM busybox\nRUN ln -s / /slash && ln -s /proc /p\nRUN --mount=" + mount + " cat /h\n");
      String said = failure(user, context);
      assertTrue(
          said.contains("[mount-source]")
              || said.contains("[mount-target]")
              || said.contains("[bad-mount]"),
          mount + ": " + said);
    }
  }
}
