// $id. A row with the entity, where the graph holds it.
MATCH (entity:%LABEL% {id: $id})
RETURN entity.id AS id, entity.name AS name, entity.kinds AS kinds, entity.aliases AS aliases,
       COUNT { (entity)<-[:SUBJECT|OBJECT]-(:Claim) } AS claims
