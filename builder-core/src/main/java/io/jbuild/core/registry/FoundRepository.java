package io.jbuild.core.registry;

/**
 * A repository that a search has found.
 *
 * @param name as it is pulled, without the registry
 * @param description empty where there is none
 * @param official whether those who run the registry vouch for it
 */
public record FoundRepository(String name, String description, long stars, boolean official) {}
