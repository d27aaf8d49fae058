/**
 * Pulls from registries by the OCI distribution spec 1.1.
 *
 * <p>In reading order: {@link io.jbuild.core.registry.RegistryClient}, {@link
 * io.jbuild.core.registry.Resolved}, {@link io.jbuild.core.registry.RegistrySettings}, {@link
 * io.jbuild.core.registry.CredentialSource} with {@link io.jbuild.core.registry.DockerConfig},
 * {@link io.jbuild.core.registry.RegistryException}. Inside: {@code Transport} sends, retries and
 * follows redirects, {@code Authorizer} answers challenges, {@code BlobFetch} resumes.
 *
 * <p>Credentials go to the host they are for and to the token server it names over https; they are
 * in no message and in no {@code toString}. It does not push, and it knows no mirrors yet.
 */
package io.jbuild.core.registry;
