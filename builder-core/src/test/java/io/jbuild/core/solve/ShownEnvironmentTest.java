package io.jbuild.core.solve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShownEnvironmentTest {
  @Test
  void valuesOfWhatIsNamedLikeASecretAreNotShown() {
    for (String name : List.of("NPM_TOKEN", "api_key", "PASSWORD", "DB_PASSWD", "AWS_SECRET_KEY")) {
      assertEquals(List.of(name + "=***"), ShownEnvironment.of(List.of(name + "=abc def")));
    }
  }

  @Test
  void passwordsOfUrlsAreNotShown() {
    assertEquals(
        List.of("HTTPS_PROXY=http://***@proxy:3128/", "U=ssh://***@h and x://***@i"),
        ShownEnvironment.of(
            List.of("HTTPS_PROXY=http://user:pa@ss@proxy:3128/", "U=ssh://u@h and x://v:w@i")));
  }

  @Test
  void everythingElseIsShown() {
    List<String> plain =
        List.of("PATH=/usr/bin:/bin", "KEYBOARD=us", "MAIL=a@b.c", "TOKENIZER=x", "EMPTY=", "ODD");
    assertEquals(plain, ShownEnvironment.of(plain));
  }
}
