import sys

from report.table import total

print(f"{sys.prefix}: {total(sys.argv[1])}")
