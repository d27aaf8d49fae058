package Text::Table::Plain;
use strict;
use warnings;

sub row { return join(" ", "|", join(" | ", @_), "|") }

1;
