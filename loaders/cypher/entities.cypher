// $ids: entities of LABEL. A row for each that the graph holds: its handle for this transaction, and how it is seen.
UNWIND $ids AS id
MATCH (entity:LABEL {id: id})
RETURN id, elementId(entity) AS handle, entity.seen AS seen
