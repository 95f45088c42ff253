// %PORTION%: which entities of %LABEL%. A row for each arrow that begins there.
MATCH (entity:%LABEL%) WHERE %PORTION%
WITH entity
MATCH (entity)-[arrow:%TYPES%]->(target)
RETURN entity.id AS source, type(arrow) AS type, target.id AS target, properties(arrow) AS arrow
