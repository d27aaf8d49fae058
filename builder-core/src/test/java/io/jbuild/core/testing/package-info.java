/** What tests of several packages share. */
package io.jbuild.core.testing;
