/** Content-addressed blobs, unpacked trees and step records on disk. */
package io.jbuild.cache;
