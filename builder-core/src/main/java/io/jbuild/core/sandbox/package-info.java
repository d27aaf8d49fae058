/**
 * Runs one command in namespaces of its own, as docker would, without being root.
 *
 * <p>In reading order: {@link io.jbuild.core.sandbox.RunSpec} says what runs on which layers,
 * {@link io.jbuild.core.sandbox.Sandbox} runs it, {@link io.jbuild.core.sandbox.RunResult} is what
 * comes back. {@link io.jbuild.core.sandbox.IdMap} is the user namespace that the launcher entered
 * before the JVM started; {@code SeccompPolicy} the system call filter; {@link
 * io.jbuild.core.sandbox.Helper} the static C program that does what the JDK cannot. {@link
 * io.jbuild.core.sandbox.UnchangedFiles} is one of its processes, beside the JVM from its start.
 *
 * <p>What the layer writer has to know: where one id alone is mapped ({@link
 * io.jbuild.core.sandbox.MappingMode#SINGLE}) every chown, setuid and mknod of a device was only
 * pretended. Owners in the upper directory are then all 0:0, and setuid or setgid bits of files
 * must be dropped from the layer, since their owner may not be the one that was asked for.
 *
 * <p>Programs of other processors run under an emulator that each run registers in the binfmt_misc
 * of our own user namespace ({@link io.jbuild.core.sandbox.ForeignPrograms}): the machine's table
 * is neither needed nor touched.
 *
 * <p>Where namespaces are refused, root can ask for {@link
 * io.jbuild.core.sandbox.Containment#CHROOT}, which isolates nothing.
 *
 * <p>It knows no image, no layer format and no cache, and looks no user name up.
 */
package io.jbuild.core.sandbox;
