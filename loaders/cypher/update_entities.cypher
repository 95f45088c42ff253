// $entities: handle and changed properties. No row.
UNWIND $entities AS row
MATCH (entity) WHERE elementId(entity) = row.handle
SET entity += row.properties
