import csv


def total(path):
    with open(path, newline="") as file:
        return sum(int(row["amount"]) for row in csv.DictReader(file))
