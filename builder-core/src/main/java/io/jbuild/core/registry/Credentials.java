package io.jbuild.core.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What a user proves himself with. Never printed: {@code toString} shows nothing of it. */
public sealed interface Credentials {
  /** Name and password, for basic auth and for token servers. */
  record Password(String username, String password) implements Credentials {
    String basicHeader() {
      String pair = username + ":" + password;
      return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
      return "Password[hidden]";
    }
  }

  /** A refresh token, which token servers exchange ({@code identitytoken}). */
  record RefreshToken(String token) implements Credentials {
    @Override
    public String toString() {
      return "RefreshToken[hidden]";
    }
  }

  /** A bearer token, which is sent as it is ({@code registrytoken}). */
  record BearerToken(String token) implements Credentials {
    @Override
    public String toString() {
      return "BearerToken[hidden]";
    }
  }
}
