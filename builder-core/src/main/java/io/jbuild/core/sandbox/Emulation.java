package io.jbuild.core.sandbox;

/**
 * What it takes to run programs that are not this processor's own: an emulator to be registered
 * with the kernel, for as long as the run lasts and in our own user namespace alone.
 *
 * @param registration a line for binfmt_misc (Linux, admin-guide/binfmt-misc.rst); empty: none of
 *     our own, so that only one of the machine will do
 * @param maybeNative whether the processor may run them itself, which is tried first
 * @param platform for messages
 * @param emulator for messages: its path, or what it is called where it is missing
 * @param probe a program that ends with 42, to see whether they run
 */
public record Emulation(
    String registration, boolean maybeNative, String platform, String emulator, byte[] probe) {}
