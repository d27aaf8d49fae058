import tempfile
import unittest

from report.table import total


class TotalTest(unittest.TestCase):
    def test_adds_the_amounts(self):
        with tempfile.NamedTemporaryFile("w") as file:
            file.write("name,amount\na,1\nb,2\n")
            file.flush()
            self.assertEqual(3, total(file.name))
