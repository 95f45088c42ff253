// $entities: properties. A row for each new node of LABEL: its id and its handle for this transaction.
UNWIND $entities AS properties
CREATE (entity:LABEL)
SET entity = properties
RETURN entity.id AS id, elementId(entity) AS handle
