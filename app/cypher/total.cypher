// One row: how many nodes of a label there are.
MATCH (node:%LABEL%)
RETURN '%LABEL%' AS name, count(node) AS total
