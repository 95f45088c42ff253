// %PORTION%: which entities of %LABEL%. A row for each.
MATCH (entity:%LABEL%) WHERE %PORTION%
RETURN properties(entity) AS entity
