package io.jbuild.grammar;

import java.util.List;

/** Texts with every shape of line, for properties that hold for all input. */
public final class Samples {
  private Samples() {}

  public static final List<String> TEXTS =
      List.of(
          """
          # syntax=docker/dockerfile:1
          # check=skip=all
          ARG base=debian
          FROM --platform=$BUILDPLATFORM $base:12 AS build # x
          RUN --mount=type=cache,"target=/a b" \\
            # comment

            apt-get update && \\
              apt-get install -y "x y" 'z'
          RUN ["echo", "a\\"b", "\\u0041"]
          COPY --from=build <<"EOF" 3<<-X /dest
          a $b
          EOF
          \tq
          \tX
          ENV a=b "c d"=e f='g\\' h="i\\"j" \\
              k=l\\ m
          LABEL one two three
          HEALTHCHECK --interval=5s --retries=3 CMD ["a", "b"]
          HEALTHCHECK NONE
          ONBUILD RUN <<E cat
          body
          E
          ONBUILD ONBUILD x
          EXPOSE 80/tcp 81-90
          VOLUME ["/a", "/b"]
          SHELL ["sh", "-c"]
          STOPSIGNAL 9
          USER a:b
          WORKDIR /a b
          MAINTAINER me
          CMD [ "open
          FOO bar
          """,
          "\uFEFF# escape=`\r\nFROM a`\r\n  AS b\r\nRUN dir C:\\ `\r\n\r\n # c\r\n  && x\\\r\n"
              + "COPY [\"a`\r\nb\", \"c\\\\d\"]\r\nENV a=`\"b` c=`\r\nd\r\n",
          "#!/usr/bin/env x\n# syntax=a/b\nFROM \\\n# c\n\n a\nRUN x \\\n",
          "FR\\\nOM a\n\\\nRUN x\n  \\\n  CMD y\n\\\n",
          "FROM a\nRUN a\\\\\nRUN b\\\\\\\nENV x=a\\\\\\\nENV y=\"a\\\nb\\\\\n",
          "FROM a\nCOPY --chown=\"a b --from= -- --x=1 /y\nADD -\\\n-chmod\\\n=1 a b\n",
          "FROM\u00A0a\nFROM a\u00A0\nRUN\u00A0\n\u2003RUN x\u3000\nENV a\u00A0=b c=\u0085d\n",
          "FROM a\nRUN <<A <<B\n1\nA\n2\nB\nRUN <<'A B'\nx\nA B\nRUN << X cat\nX\nRUN <<E");
}
