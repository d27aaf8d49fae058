package io.jbuild.grammar.lint;

import java.util.Optional;

/** BuildKit's build checks; {@link #id} is the name that users write in {@code skip=}. */
public enum Rule implements CheckRule {
  STAGE_NAME_CASING("StageNameCasing"),
  FROM_AS_CASING("FromAsCasing"),
  NO_EMPTY_CONTINUATION("NoEmptyContinuation"),
  CONSISTENT_INSTRUCTION_CASING("ConsistentInstructionCasing"),
  DUPLICATE_STAGE_NAME("DuplicateStageName"),
  RESERVED_STAGE_NAME("ReservedStageName"),
  JSON_ARGS_RECOMMENDED("JSONArgsRecommended"),
  MAINTAINER_DEPRECATED("MaintainerDeprecated"),
  UNDEFINED_ARG_IN_FROM("UndefinedArgInFrom"),
  WORKDIR_RELATIVE_PATH("WorkdirRelativePath"),
  UNDEFINED_VAR("UndefinedVar"),
  MULTIPLE_INSTRUCTIONS_DISALLOWED("MultipleInstructionsDisallowed"),
  LEGACY_KEY_VALUE_FORMAT("LegacyKeyValueFormat"),
  INVALID_BASE_IMAGE_PLATFORM("InvalidBaseImagePlatform"),
  REDUNDANT_TARGET_PLATFORM("RedundantTargetPlatform"),
  SECRETS_USED_IN_ARG_OR_ENV("SecretsUsedInArgOrEnv"),
  INVALID_DEFAULT_ARG_IN_FROM("InvalidDefaultArgInFrom"),
  FROM_PLATFORM_FLAG_CONST_DISALLOWED("FromPlatformFlagConstDisallowed"),
  COPY_IGNORED_FILE("CopyIgnoredFile"),
  INVALID_DEFINITION_DESCRIPTION("InvalidDefinitionDescription"),
  EXPOSE_PROTO_CASING("ExposeProtoCasing"),
  EXPOSE_INVALID_FORMAT("ExposeInvalidFormat");

  private final String id;

  Rule(String id) {
    this.id = id;
  }

  /** The name that BuildKit gives it, and the code of its diagnostics. */
  @Override
  public String id() {
    return id;
  }

  @Override
  public RuleSet set() {
    return RuleSet.BUILDKIT;
  }

  /** Whether it has to be asked for with {@code experimental=}. */
  public boolean experimental() {
    return this == INVALID_DEFINITION_DESCRIPTION;
  }

  /** The rule of a name; names are compared with regard to case. */
  public static Optional<Rule> of(String id) {
    for (Rule rule : values()) {
      if (rule.id.equals(id)) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }
}
