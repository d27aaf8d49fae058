package io.jbuild.core.plan;

import java.util.List;
import java.util.Map;

/** The mounts of a RUN as fields of its identity. */
final class RunMountFields {
  private RunMountFields() {}

  static void put(Map<String, String> fields, List<RunMount> mounts) {
    int number = 0;
    for (RunMount mount : mounts) {
      put(fields, StepIdentity.numbered("mount", ++number) + ".", mount);
    }
  }

  private static void put(Map<String, String> fields, String name, RunMount mount) {
    switch (mount) {
      case RunMount.Bind bind -> {
        fields.put(name + "type", "bind");
        fields.put(name + "origin", origin(bind.origin()));
        fields.put(name + "source", bind.source());
        fields.put(name + "target", bind.target());
        fields.put(name + "writable", Boolean.toString(bind.writable()));
      }
      case RunMount.Cache cache -> {
        fields.put(name + "type", "cache");
        fields.put(name + "id", cache.namespace() + "/" + cache.id());
        fields.put(name + "sharing", cache.sharing().toString());
        fields.put(name + "origin", origin(cache.origin()));
        fields.put(name + "source", cache.source());
        fields.put(name + "target", cache.target());
        fields.put(name + "read-only", Boolean.toString(cache.readOnly()));
        cache.made().ifPresent(access -> put(fields, name, access));
      }
      case RunMount.Tmpfs tmpfs -> {
        fields.put(name + "type", "tmpfs");
        fields.put(name + "target", tmpfs.target());
        fields.put(name + "bytes", Long.toString(tmpfs.bytes()));
        fields.put(name + "read-only", Boolean.toString(tmpfs.readOnly()));
      }
      case RunMount.Secret secret -> {
        fields.put(name + "type", "secret");
        fields.put(name + "id", secret.id());
        secret.target().ifPresent(target -> fields.put(name + "target", target));
        secret.variable().ifPresent(variable -> fields.put(name + "variable", variable));
        fields.put(name + "required", Boolean.toString(secret.required()));
        put(fields, name, secret.access());
      }
      case RunMount.Ssh ssh -> {
        fields.put(name + "type", "ssh");
        fields.put(name + "id", ssh.id());
        fields.put(name + "target", ssh.target());
        fields.put(name + "required", Boolean.toString(ssh.required()));
        put(fields, name, ssh.access());
      }
    }
  }

  private static void put(Map<String, String> fields, String name, RunMount.Access access) {
    fields.put(name + "mode", Integer.toOctalString(access.mode()));
    fields.put(name + "owner", access.uid() + ":" + access.gid());
  }

  private static String origin(CopyOrigin origin) {
    return switch (origin) {
      case CopyOrigin.FromContext(String name) -> name.isEmpty() ? "context" : "context " + name;
      case CopyOrigin.FromStep _ -> "step";
    };
  }
}
