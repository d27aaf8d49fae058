package io.jbuild.core.registry;

import io.jbuild.core.image.Descriptor;

/**
 * A manifest that refers to another one by its {@code subject}: a signature, an SBOM.
 *
 * @param artifactType what it is; empty if it does not say so
 */
public record Referrer(Descriptor descriptor, String artifactType) {}
