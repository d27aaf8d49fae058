package io.jbuild.grammar.check;

import io.jbuild.grammar.Severity;
import io.jbuild.grammar.lint.Rule;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What is known of BuildKit's checks beside their names. */
final class BuildKitFacts {
  private static final String PAGES = "https://docs.docker.com/go/dockerfile/rule/";

  private BuildKitFacts() {}

  static RuleInfo of(Rule rule) {
    return new RuleInfo(
        rule.set(),
        rule.id(),
        rule.id(),
        Severity.WARNING,
        summary(rule),
        url(rule),
        tags(rule),
        Set.of());
  }

  private static String summary(Rule rule) {
    return switch (rule) {
      case STAGE_NAME_CASING -> "the name of a stage has upper-case letters";
      case FROM_AS_CASING -> "FROM and AS are written in different case";
      case NO_EMPTY_CONTINUATION -> "an instruction goes on over an empty line";
      case CONSISTENT_INSTRUCTION_CASING -> "keywords are not all in one case";
      case DUPLICATE_STAGE_NAME -> "two stages have one name";
      case RESERVED_STAGE_NAME -> "a stage has a name with a meaning of its own";
      case JSON_ARGS_RECOMMENDED -> "CMD or ENTRYPOINT starts a shell that passes no signals on";
      case MAINTAINER_DEPRECATED -> "MAINTAINER is used, where a label does its work";
      case UNDEFINED_ARG_IN_FROM -> "FROM uses a variable that no ARG before it declares";
      case WORKDIR_RELATIVE_PATH -> "a relative WORKDIR depends on the base image";
      case UNDEFINED_VAR -> "a variable is used that nothing defines";
      case MULTIPLE_INSTRUCTIONS_DISALLOWED ->
          "a stage has several CMD, ENTRYPOINT or HEALTHCHECK, of which one counts";
      case LEGACY_KEY_VALUE_FORMAT -> "ENV or LABEL has a blank where `=` belongs";
      case INVALID_BASE_IMAGE_PLATFORM -> "a base image is not of the platform that is built for";
      case REDUNDANT_TARGET_PLATFORM -> "FROM asks for the platform that it takes anyhow";
      case SECRETS_USED_IN_ARG_OR_ENV -> "the name of an ARG or ENV tells of a secret";
      case INVALID_DEFAULT_ARG_IN_FROM ->
          "the defaults of the global ARGs give no name of a base image";
      case FROM_PLATFORM_FLAG_CONST_DISALLOWED -> "FROM has a fixed platform";
      case COPY_IGNORED_FILE -> "COPY or ADD takes what `.dockerignore` leaves out";
      case INVALID_DEFINITION_DESCRIPTION ->
          "the comment above an ARG or a stage does not describe it";
      case EXPOSE_PROTO_CASING -> "the protocol of EXPOSE is not in lower case";
      case EXPOSE_INVALID_FORMAT -> "EXPOSE has an address or a port of the host";
    };
  }

  private static Optional<String> url(Rule rule) {
    return rule == Rule.INVALID_BASE_IMAGE_PLATFORM
        ? Optional.empty()
        : Optional.of(PAGES + rule.name().toLowerCase(Locale.ROOT).replace('_', '-') + "/");
  }

  private static Set<RuleTag> tags(Rule rule) {
    return switch (rule) {
      case MAINTAINER_DEPRECATED, LEGACY_KEY_VALUE_FORMAT, NO_EMPTY_CONTINUATION ->
          Set.of(RuleTag.DEPRECATED);
      case MULTIPLE_INSTRUCTIONS_DISALLOWED, REDUNDANT_TARGET_PLATFORM ->
          Set.of(RuleTag.UNNECESSARY);
      default -> Set.of();
    };
  }
}
