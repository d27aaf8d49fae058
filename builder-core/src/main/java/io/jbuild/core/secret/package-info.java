/**
 * What a build is trusted with and must not give away: {@link io.jbuild.core.secret.Secrets} says
 * where each secret lies and reads it when something asks; {@link io.jbuild.core.secret.SshAgents}
 * has the agents of {@link io.jbuild.core.secret.SshSources}, and {@link
 * io.jbuild.core.secret.AgentSocket} leads a command to one. {@link
 * io.jbuild.core.secret.SecretSearch} finds values in bytes, {@link
 * io.jbuild.core.secret.SecretMask} takes them out.
 *
 * <p>A value is read as late as possible and kept nowhere. It knows no step and mounts nothing.
 */
package io.jbuild.core.secret;
