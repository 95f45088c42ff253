// $entities: properties. One row, a list of the new nodes of LABEL: id and handle for this transaction.
UNWIND $entities AS properties
CREATE (entity:LABEL)
SET entity = properties
RETURN collect({id: entity.id, handle: elementId(entity)}) AS found
