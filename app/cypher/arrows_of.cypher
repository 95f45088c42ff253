// $ids: entities; $others: what the other end must be one of (null: any). A row for each arrow of theirs.
UNWIND $ids AS id
MATCH (other:Company|Product|Platform {id: id})
MATCH (other)-[arrow:%TYPES%]-(entity:Company|Product|Platform)
WHERE $others IS NULL OR entity.id IN $others
RETURN entity.id AS entity, entity.name AS entity_name, other.id AS other, other.name AS other_name,
       startNode(arrow).id AS source, type(arrow) AS type, properties(arrow) AS arrow
