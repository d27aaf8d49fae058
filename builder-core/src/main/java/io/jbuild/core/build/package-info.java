/**
 * One build from request to image: {@link io.jbuild.core.build.BuildRequest} in, {@link
 * io.jbuild.core.build.Build} runs the stages of the picture in the README one after the other,
 * {@link io.jbuild.core.build.BuiltImage} out. {@link io.jbuild.core.build.BuildForecast} tells
 * what it would do. It reads no command line and prints nothing.
 */
package io.jbuild.core.build;
