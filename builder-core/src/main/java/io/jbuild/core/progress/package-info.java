/** Events of a build: {@link io.jbuild.core.progress.BuildEvent}, one listener. Values only. */
package io.jbuild.core.progress;
