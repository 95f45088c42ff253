// $ids: entities of LABEL. One row, a list of those that the graph holds: handle for this transaction, and how it is
// seen. (One list: a row for each would be a message for each.)
UNWIND $ids AS id
MATCH (entity:LABEL {id: id})
RETURN collect({id: id, handle: elementId(entity), seen: entity.seen}) AS found
