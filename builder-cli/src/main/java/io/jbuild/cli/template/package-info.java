/**
 * How commands print what they list: tables, JSON and the templates of docker's {@code --format}.
 *
 * <p>In reading order: {@link io.jbuild.cli.template.Fields} is a row's value with its named
 * fields, {@link io.jbuild.cli.template.Listing} prints rows of one kind in the format asked for,
 * {@link io.jbuild.cli.template.Template} is a subset of Go's {@code text/template} with docker's
 * functions, {@link io.jbuild.cli.template.GoText} and {@link io.jbuild.cli.template.GoJson} write
 * values as Go's {@code fmt} and {@code encoding/json} do, {@link io.jbuild.cli.template.Table}
 * sets columns.
 *
 * <p>It knows no image and no store. What of Go's templates it has not got it refuses by name.
 */
package io.jbuild.cli.template;
