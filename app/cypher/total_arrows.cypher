// One row: how many arrows of a type there are.
MATCH ()-[arrow:%TYPE%]->()
RETURN '%TYPE%' AS name, count(arrow) AS total
