/**
 * Things that lie elsewhere: files of web servers and git repositories, for ADD and for contexts.
 *
 * <p>In reading order: {@link io.jbuild.core.remote.HttpSource} with {@link
 * io.jbuild.core.remote.HttpAddress}, {@link io.jbuild.cache.Checksum} and {@link
 * io.jbuild.core.remote.HttpFile}; {@link io.jbuild.core.remote.GitSource} with {@link
 * io.jbuild.core.remote.GitCommit}; {@link io.jbuild.core.remote.RemoteException}. Inside: {@code
 * HttpExchange} sends, retries and follows redirects, {@code HttpRecords} knows earlier answers,
 * {@code GitProgram} runs git as the calling user, {@code GitMirror} keeps what was fetched.
 *
 * <p>Servers and repositories are taken for hostile: sizes, times and redirects are bounded, no
 * file of a repository is run or followed out of it, no credential goes to another host or into a
 * message. It knows no Dockerfile instruction and makes no layer.
 */
package io.jbuild.core.remote;
