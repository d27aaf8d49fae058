INSERT INTO goods VALUES (1, 'tea'), (2, 'milk');
INSERT INTO orders VALUES (1, 2), (2, 1), (1, 3);
