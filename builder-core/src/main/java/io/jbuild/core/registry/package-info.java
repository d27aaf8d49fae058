/**
 * Pulls from registries and pushes to them, by the OCI distribution spec 1.1.
 *
 * <p>In reading order: {@link io.jbuild.core.registry.RegistryClient}, {@link
 * io.jbuild.core.registry.Resolved}, {@link io.jbuild.core.registry.PushContent}, {@link
 * io.jbuild.core.registry.RegistrySettings}, {@link io.jbuild.core.registry.CredentialSource} with
 * {@link io.jbuild.core.registry.DockerConfig}, {@link io.jbuild.core.registry.RegistryException}.
 * Inside: {@code Transport} sends, retries and follows redirects; {@code AuthorizedTransport}
 * answers challenges with what {@code Authorizer} and {@code TokenServer} get; {@code BlobFetch}
 * and {@code BlobUpload} go on where a connection broke; {@code ImagePush} holds the order.
 *
 * <p>Credentials go to the host they are for and to the token server it names over https; they are
 * in no message and in no {@code toString}. How registries are reached (mirrors, authorities,
 * proxies) is {@link io.jbuild.core.registry.Network}'s. It compresses nothing.
 */
package io.jbuild.core.registry;
