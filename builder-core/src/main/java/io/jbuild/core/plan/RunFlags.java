package io.jbuild.core.plan;

import io.jbuild.grammar.Flag;
import io.jbuild.grammar.Run;
import java.util.List;

/** Reads the flags of one RUN. */
final class RunFlags {
  private final StagePlanner.Context context;
  private final MountPlanner mounts;
  private String network;
  private boolean insecure;
  private boolean refused;

  RunFlags(StagePlanner.Context context, StageState state) {
    this.context = context;
    this.mounts = new MountPlanner(context, state);
    this.network = context.request().networkMode();
  }

  /** Whether all of them can be; what cannot is reported. */
  boolean read(Run run) {
    for (Flag flag : run.flags()) {
      switch (flag.name()) {
        case "network" -> network(flag);
        case "security" -> security(flag);
        case "mount" -> mounts.add(flag);
        case "device" ->
            refuse(
                "device",
                flag,
                "`RUN --device` is not supported: a user namespace cannot hand out devices",
                "leave the flag out, or do in a container what needs the device");
        default -> throw Flags.unexpected(flag);
      }
    }
    return !refused && !mounts.failed();
  }

  String network() {
    return network;
  }

  boolean insecure() {
    return insecure;
  }

  List<RunMount> mounts() {
    return mounts.mounts();
  }

  List<StepPlace> places() {
    return mounts.places();
  }

  private void network(Flag flag) {
    String mode = Flags.text(flag);
    if (mode.equals("host") && !context.request().networkMode().equals("host")) {
      need(Entitlement.NETWORK_HOST, flag);
    }
    network = mode.equals("default") ? network : mode;
  }

  private void security(Flag flag) {
    if (Flags.text(flag).equals("insecure")) {
      need(Entitlement.SECURITY_INSECURE, flag);
      insecure = true;
    }
  }

  private void need(Entitlement entitlement, Flag flag) {
    if (!context.request().allowed().contains(entitlement)) {
      refuse(
          "not-allowed",
          flag,
          "`" + entitlement + "` is not allowed, and `--" + flag.name() + "` needs it",
          "if you trust the Dockerfile, allow it: `--allow " + entitlement + "`");
    }
  }

  private void refuse(String code, Flag flag, String message, String hint) {
    context.findings().error(code, context.source(), flag.range(), message, hint);
    refused = true;
  }
}
