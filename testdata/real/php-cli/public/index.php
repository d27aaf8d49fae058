<?= implode(",", array_map(fn($n) => $n ** 2, range(1, 4))), "\n";
