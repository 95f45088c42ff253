// $handles: entities that no claim speaks of any more. No row.
UNWIND $handles AS handle
MATCH (entity) WHERE elementId(entity) = handle
DETACH DELETE entity
