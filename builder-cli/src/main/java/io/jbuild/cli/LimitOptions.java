package io.jbuild.cli;

import io.jbuild.core.plan.ByteSize;
import io.jbuild.core.sandbox.ResourceLimits;
import io.jbuild.core.sandbox.ResourceLimits.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What RUN may use of memory and processors, as docker names it. */
final class LimitOptions {
  private static final long PERIOD_MICROS = 100_000;

  @Option(
      names = {"-m", "--memory"},
      paramLabel = "SIZE",
      description = "Memory of each RUN, as 512m; needs a control group of jbuild's own.")
  String memory;

  @Option(
      names = "--memory-swap",
      paramLabel = "SIZE",
      description = "Memory and swap together; -1 for as much swap as there is.")
  String memorySwap;

  @Option(names = "--cpus", paramLabel = "N", description = "Processors of each RUN, as 1.5.")
  String cpus;

  @Option(
      names = {"-c", "--cpu-shares"},
      paramLabel = "N",
      description = "Weight among others, 1024 being that of most.")
  String cpuShares;

  @Option(
      names = "--cpu-period",
      paramLabel = "MICROS",
      description = "What --cpu-quota is a part of (default: 100000).")
  String cpuPeriod;

  @Option(
      names = "--cpu-quota",
      paramLabel = "MICROS",
      description = "Processor time of each RUN in a --cpu-period.")
  String cpuQuota;

  @Option(names = "--cpuset-cpus", paramLabel = "LIST", description = "Which processors, as 0-3,5.")
  String cpusetCpus;

  @Option(names = "--cpuset-mems", paramLabel = "LIST", description = "Which memory nodes, as 0.")
  String cpusetMems;

  @Option(
      names = "--cgroup-parent",
      paramLabel = "PATH",
      description = "The control group that those of RUN are made in (default: jbuild's own).")
  String cgroupParent;

  /** The files of a control group that the options amount to. */
  ResourceLimits resources() {
    List<Setting> settings = new ArrayList<>();
    memory(settings);
    processors(settings);
    if (cpuShares != null) {
      long shares = number("--cpu-shares", cpuShares, 2, 262_144);
      // The kernel's documented way from shares, 2 to 262144, to weights, 1 to 10000.
      long weight = 1 + (shares - 2) * 9999 / 262_142;
      settings.add(new Setting("--cpu-shares", "cpu.weight", Long.toString(weight)));
    }
    list(settings, "--cpuset-cpus", "cpuset.cpus", cpusetCpus);
    list(settings, "--cpuset-mems", "cpuset.mems", cpusetMems);
    return new ResourceLimits(settings, Optional.ofNullable(cgroupParent));
  }

  private void memory(List<Setting> settings) {
    if (memory == null) {
      if (memorySwap != null) {
        throw new UsageException("`--memory-swap` needs `--memory`", "give both");
      }
      return;
    }
    long bytes = size("--memory", memory);
    settings.add(new Setting("--memory", "memory.max", Long.toString(bytes)));
    if (memorySwap == null) {
      // As docker does: as much swap again.
      settings.add(new Setting("--memory", "memory.swap.max", Long.toString(bytes)));
    } else if (memorySwap.equals("-1")) {
      settings.add(new Setting("--memory-swap", "memory.swap.max", "max"));
    } else {
      long both = size("--memory-swap", memorySwap);
      if (both < bytes) {
        throw new UsageException(
            "`--memory-swap " + memorySwap + "` is less than `--memory " + memory + "`",
            "it is memory and swap together");
      }
      settings.add(new Setting("--memory-swap", "memory.swap.max", Long.toString(both - bytes)));
    }
  }

  private void processors(List<Setting> settings) {
    if (cpus != null && (cpuQuota != null || cpuPeriod != null)) {
      throw new UsageException(
          "`--cpus` and `--cpu-quota` or `--cpu-period` say the same", "give one of them");
    }
    if (cpus != null) {
      double count = -1;
      try {
        count = Double.parseDouble(cpus);
      } catch (NumberFormatException e) {
        count = -1;
      }
      if (!(count >= 0.01 && count <= 100_000)) {
        throw new UsageException("`--cpus " + cpus + "` is no number of processors", "as `1.5`");
      }
      settings.add(
          new Setting(
              "--cpus", "cpu.max", Math.round(count * PERIOD_MICROS) + " " + PERIOD_MICROS));
    } else if (cpuQuota != null || cpuPeriod != null) {
      long period =
          cpuPeriod == null ? PERIOD_MICROS : number("--cpu-period", cpuPeriod, 1000, 1_000_000);
      String quota =
          cpuQuota == null || cpuQuota.equals("-1")
              ? "max"
              : Long.toString(number("--cpu-quota", cpuQuota, 1000, Long.MAX_VALUE));
      settings.add(
          new Setting(
              cpuQuota == null ? "--cpu-period" : "--cpu-quota", "cpu.max", quota + " " + period));
    }
  }

  private static void list(List<Setting> settings, String option, String file, String value) {
    if (value == null) {
      return;
    }
    if (!value.matches("[0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*")) {
      throw new UsageException("`" + option + " " + value + "` is no list", "as `0-3,5`");
    }
    settings.add(new Setting(option, file, value));
  }

  private static long size(String option, String text) {
    try {
      return ByteSize.parse(text);
    } catch (NumberFormatException e) {
      throw new UsageException("`" + option + " " + text + "` is no size", "write it as `512m`");
    }
  }

  private static long number(String option, String text, long least, long most) {
    try {
      long value = Long.parseLong(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new UsageException(
        "`" + option + " " + text + "` is not possible",
        "give a number from " + least + (most == Long.MAX_VALUE ? " up" : " to " + most));
  }
}
