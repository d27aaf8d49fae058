/**
 * What a user does with jbuild, done from outside: the distribution is started as a process, by
 * root, by an ordinary user with a range of subordinate ids and by one without, and its images are
 * judged by skopeo, umoci and buildah.
 *
 * <p>Reading order: {@link io.jbuild.cli.everyday.Mode} (who builds), {@link
 * io.jbuild.cli.everyday.Installation} (one store of one user), {@link
 * io.jbuild.cli.everyday.Bases} (images to build on, made of Debian's packages), {@link
 * io.jbuild.cli.everyday.UnpackedImage} (an image file by file), then the tests. Their cases are
 * the folders of {@code testdata/build}. Nothing here looks into jbuild's own classes.
 */
package io.jbuild.cli.everyday;
