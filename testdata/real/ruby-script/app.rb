puts ARGV.map(&:capitalize).join(" ")
