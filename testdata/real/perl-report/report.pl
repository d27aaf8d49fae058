use strict;
use warnings;
use Text::Table::Plain;

print Text::Table::Plain::row($_, length $_), "\n" for @ARGV;
