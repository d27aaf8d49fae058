package io.jbuild.grammar.hadolint;

import io.jbuild.grammar.Severity;
import io.jbuild.grammar.lint.CheckRule;
import io.jbuild.grammar.lint.Rule;
import io.jbuild.grammar.lint.RuleSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * hadolint's rules that look at Dockerfiles. Each is known by its code, {@code DL3008}, and by a
 * name that says what is wrong, {@code pin-apt-versions}; users may write either.
 */
public enum HadolintRule implements CheckRule {
  INLINE_IGNORE(
      "DL1001", "inline-ignore", null, "a comment switches rules off for one instruction"),
  RELATIVE_WORKDIR(
      "DL3000",
      "relative-workdir",
      Severity.ERROR,
      "the path of WORKDIR is relative",
      Rule.WORKDIR_RELATIVE_PATH,
      About.USUAL),
  USELESS_PROGRAM(
      "DL3001",
      "useless-program",
      Severity.INFO,
      "a program runs that has no use inside an image build"),
  ROOT_USER(
      "DL3002", "root-user", Severity.WARNING, "the image runs as root: its last USER says so"),
  CD_NOT_WORKDIR(
      "DL3003",
      "cd-not-workdir",
      Severity.WARNING,
      "a RUN changes directory where WORKDIR would do"),
  SUDO("DL3004", "sudo", Severity.ERROR, "a RUN uses sudo"),
  UNTAGGED_BASE(
      "DL3006", "untagged-base", Severity.WARNING, "the base image has neither tag nor digest"),
  LATEST_BASE(
      "DL3007", "latest-base", Severity.WARNING, "the base image is whatever `latest` points to"),
  PIN_APT_VERSIONS(
      "DL3008",
      "pin-apt-versions",
      Severity.WARNING,
      "apt-get installs packages without their versions"),
  APT_LISTS_LEFT(
      "DL3009", "apt-lists-left", Severity.INFO, "the package lists of apt stay in the layer"),
  UNPACK_WITH_ADD(
      "DL3010",
      "unpack-with-add",
      Severity.INFO,
      "an archive is copied and unpacked later, which ADD does in one step"),
  PORT_OUT_OF_RANGE("DL3011", "port-out-of-range", Severity.ERROR, "a port is greater than 65535"),
  MULTIPLE_HEALTHCHECKS(
      "DL3012",
      "multiple-healthchecks",
      Severity.ERROR,
      "a stage has more than one HEALTHCHECK",
      Rule.MULTIPLE_INSTRUCTIONS_DISALLOWED,
      About.UNNEEDED),
  PIN_PIP_VERSIONS(
      "DL3013",
      "pin-pip-versions",
      Severity.WARNING,
      "pip installs packages without their versions"),
  APT_YES("DL3014", "apt-yes", Severity.WARNING, "apt-get install would wait for an answer"),
  APT_NO_RECOMMENDS(
      "DL3015",
      "apt-no-recommends",
      Severity.INFO,
      "apt-get installs recommended packages as well"),
  PIN_NPM_VERSIONS(
      "DL3016",
      "pin-npm-versions",
      Severity.WARNING,
      "npm installs packages without their versions"),
  PIN_APK_VERSIONS(
      "DL3018",
      "pin-apk-versions",
      Severity.WARNING,
      "apk installs packages without their versions"),
  APK_NO_CACHE(
      "DL3019", "apk-no-cache", Severity.INFO, "the package index of apk stays in the layer"),
  ADD_FOR_FILES(
      "DL3020", "add-for-files", Severity.ERROR, "ADD takes plain files, for which COPY is meant"),
  COPY_MANY_TO_FOLDER(
      "DL3021",
      "copy-many-to-folder",
      Severity.ERROR,
      "COPY has several sources, and its target does not end in a slash"),
  COPY_FROM_UNKNOWN(
      "DL3022",
      "copy-from-unknown",
      Severity.WARNING,
      "COPY --from names no stage that stands before it"),
  COPY_FROM_ITSELF(
      "DL3023",
      "copy-from-itself",
      Severity.ERROR,
      "COPY --from names the stage that it stands in"),
  DUPLICATE_STAGE(
      "DL3024",
      "duplicate-stage",
      Severity.ERROR,
      "two stages have one name",
      Rule.DUPLICATE_STAGE_NAME,
      About.USUAL),
  SHELL_FORM(
      "DL3025",
      "shell-form",
      Severity.WARNING,
      "a command that the container starts is not in JSON form",
      Rule.JSON_ARGS_RECOMMENDED,
      About.USUAL),
  UNTRUSTED_REGISTRY(
      "DL3026",
      "untrusted-registry",
      Severity.ERROR,
      "an image comes from a registry that is not trusted"),
  APT_FOR_TERMINALS(
      "DL3027",
      "apt-for-terminals",
      Severity.WARNING,
      "a RUN uses apt, which is meant for terminals"),
  PIN_GEM_VERSIONS(
      "DL3028",
      "pin-gem-versions",
      Severity.WARNING,
      "gem installs packages without their versions"),
  FIXED_PLATFORM(
      "DL3029",
      "fixed-platform",
      Severity.WARNING,
      "FROM has a fixed platform",
      Rule.FROM_PLATFORM_FLAG_CONST_DISALLOWED,
      About.USUAL),
  YUM_YES("DL3030", "yum-yes", Severity.WARNING, "yum install would wait for an answer"),
  YUM_CACHE_LEFT(
      "DL3032", "yum-cache-left", Severity.WARNING, "the cache of yum stays in the layer"),
  PIN_YUM_VERSIONS(
      "DL3033",
      "pin-yum-versions",
      Severity.WARNING,
      "yum installs packages without their versions"),
  ZYPPER_YES("DL3034", "zypper-yes", Severity.WARNING, "zypper would wait for an answer"),
  ZYPPER_DIST_UPGRADE(
      "DL3035", "zypper-dist-upgrade", Severity.WARNING, "zypper upgrades the whole distribution"),
  ZYPPER_CACHE_LEFT(
      "DL3036", "zypper-cache-left", Severity.WARNING, "the cache of zypper stays in the layer"),
  PIN_ZYPPER_VERSIONS(
      "DL3037",
      "pin-zypper-versions",
      Severity.WARNING,
      "zypper installs packages without their versions"),
  DNF_YES("DL3038", "dnf-yes", Severity.WARNING, "dnf install would wait for an answer"),
  DNF_CACHE_LEFT(
      "DL3040", "dnf-cache-left", Severity.WARNING, "the cache of dnf stays in the layer"),
  PIN_DNF_VERSIONS(
      "DL3041",
      "pin-dnf-versions",
      Severity.WARNING,
      "dnf installs packages without their versions"),
  PIP_CACHE_LEFT(
      "DL3042", "pip-cache-left", Severity.WARNING, "the cache of pip stays in the layer"),
  BAD_TRIGGER(
      "DL3043",
      "bad-trigger",
      Severity.ERROR,
      "ONBUILD holds an instruction that cannot be a trigger"),
  ENV_REFERS_TO_ITSELF(
      "DL3044",
      "env-refers-to-itself",
      Severity.ERROR,
      "an ENV uses a variable that the same ENV sets"),
  COPY_WITHOUT_WORKDIR(
      "DL3045",
      "copy-without-workdir",
      Severity.WARNING,
      "COPY has a relative target, and no WORKDIR is set"),
  USERADD_HIGH_UID(
      "DL3046",
      "useradd-high-uid",
      Severity.WARNING,
      "useradd with a high user id makes huge log files"),
  WGET_PROGRESS(
      "DL3047", "wget-progress", Severity.INFO, "wget fills the build log with its progress"),
  LABEL_KEY("DL3048", "label-key", Severity.STYLE, "the key of a label breaks the rules for keys"),
  LABEL_MISSING("DL3049", "label-missing", Severity.INFO, "a label of the schema is missing"),
  LABEL_UNKNOWN("DL3050", "label-unknown", Severity.INFO, "a label is not in the schema"),
  LABEL_EMPTY("DL3051", "label-empty", Severity.WARNING, "a label of the schema is empty"),
  LABEL_NOT_URL("DL3052", "label-not-url", Severity.WARNING, "the value of a label is no URL"),
  LABEL_NOT_TIME(
      "DL3053",
      "label-not-time",
      Severity.WARNING,
      "the value of a label is no time as RFC 3339 has it"),
  LABEL_NOT_SPDX(
      "DL3054", "label-not-spdx", Severity.WARNING, "the value of a label is no SPDX license"),
  LABEL_NOT_HASH(
      "DL3055", "label-not-hash", Severity.WARNING, "the value of a label is no git hash"),
  LABEL_NOT_SEMVER(
      "DL3056",
      "label-not-semver",
      Severity.WARNING,
      "the value of a label is no semantic version"),
  HEALTHCHECK_MISSING("DL3057", "healthcheck-missing", null, "the image has no HEALTHCHECK"),
  LABEL_NOT_EMAIL(
      "DL3058", "label-not-email", Severity.WARNING, "the value of a label is no mail address"),
  CONSECUTIVE_RUNS(
      "DL3059",
      "consecutive-runs",
      Severity.INFO,
      "RUN instructions follow each other that could be one"),
  YARN_CACHE_LEFT(
      "DL3060", "yarn-cache-left", Severity.INFO, "the cache of yarn stays in the layer"),
  INSTRUCTION_BEFORE_FROM(
      "DL3061",
      "instruction-before-from",
      Severity.ERROR,
      "the file begins with something else than FROM, ARG or a comment"),
  PIN_GO_VERSIONS(
      "DL3062",
      "pin-go-versions",
      Severity.WARNING,
      "go installs or runs a package without its version"),
  RESERVED_STAGE_NAME(
      "DL3063",
      "reserved-stage-name",
      Severity.WARNING,
      "a stage has a reserved name",
      Rule.RESERVED_STAGE_NAME,
      About.USUAL),
  SECRET_VARIABLE(
      "DL3064",
      "secret-variable",
      Severity.WARNING,
      "an ARG or ENV looks like a secret",
      Rule.SECRETS_USED_IN_ARG_OR_ENV,
      About.USUAL),
  REDUNDANT_PLATFORM(
      "DL3065",
      "redundant-platform",
      Severity.WARNING,
      "FROM asks for the platform that it has anyway",
      Rule.REDUNDANT_TARGET_PLATFORM,
      About.UNNEEDED),
  USER_BY_NAME("DL3066", "user-by-name", Severity.INFO, "USER is a name, not a number"),
  COPY_WHOLE_ROOT(
      "DL3067",
      "copy-whole-root",
      Severity.WARNING,
      "COPY --from takes the whole root of another stage"),
  MAINTAINER(
      "DL4000",
      "maintainer",
      Severity.ERROR,
      "MAINTAINER is deprecated",
      Rule.MAINTAINER_DEPRECATED,
      About.DEPRECATED),
  WGET_AND_CURL("DL4001", "wget-and-curl", Severity.WARNING, "a stage uses both wget and curl"),
  MULTIPLE_CMDS(
      "DL4003",
      "multiple-cmds",
      Severity.WARNING,
      "a stage has more than one CMD",
      Rule.MULTIPLE_INSTRUCTIONS_DISALLOWED,
      About.UNNEEDED),
  MULTIPLE_ENTRYPOINTS(
      "DL4004",
      "multiple-entrypoints",
      Severity.ERROR,
      "a stage has more than one ENTRYPOINT",
      Rule.MULTIPLE_INSTRUCTIONS_DISALLOWED,
      About.UNNEEDED),
  SHELL_BY_LINK(
      "DL4005", "shell-by-link", Severity.WARNING, "a link changes the shell, which SHELL is for"),
  NO_PIPEFAIL(
      "DL4006",
      "no-pipefail",
      Severity.WARNING,
      "a pipe hides the failure of all but its last command");

  /** What a rule is about, for editors that show the text at fault faded or struck out. */
  public enum About {
    /** Something that should be otherwise. */
    USUAL,
    /** Something deprecated. */
    DEPRECATED,
    /** Something without effect. */
    UNNEEDED
  }

  private static final String PAGES = "https://github.com/hadolint/hadolint/wiki/";
  private static final Map<String, HadolintRule> BY_TEXT = new HashMap<>();

  static {
    for (HadolintRule rule : values()) {
      BY_TEXT.put(rule.code, rule);
      BY_TEXT.put(rule.label, rule);
    }
  }

  private final String code;
  private final String label;
  private final Severity severity;
  private final String summary;
  private final Rule twin;
  private final About about;

  HadolintRule(String code, String label, Severity severity, String summary) {
    this(code, label, severity, summary, null, About.USUAL);
  }

  HadolintRule(
      String code, String label, Severity severity, String summary, Rule twin, About about) {
    this.code = code;
    this.label = label;
    this.severity = severity;
    this.summary = summary;
    this.twin = twin;
    this.about = about;
  }

  /** The code, such as {@code DL3008}: what its diagnostics carry. */
  @Override
  public String id() {
    return code;
  }

  /** The name, lower case with dashes, such as {@code pin-apt-versions}. */
  public String label() {
    return label;
  }

  @Override
  public RuleSet set() {
    return RuleSet.HADOLINT;
  }

  /** How much it matters unless settings say otherwise; empty if it is off. */
  public Optional<Severity> severity() {
    return Optional.ofNullable(severity);
  }

  /** What is wrong where it finds something: one line, lower case. */
  public String summary() {
    return summary;
  }

  /** Address of the page that explains it. */
  public String page() {
    return PAGES + code;
  }

  /** The build check of BuildKit that finds the same. */
  public Optional<Rule> twin() {
    return Optional.ofNullable(twin);
  }

  /** What it is about. */
  public About about() {
    return about;
  }

  /** The rule of a code or name; both are compared with regard to case. */
  public static Optional<HadolintRule> of(String codeOrName) {
    return Optional.ofNullable(BY_TEXT.get(codeOrName));
  }
}
