// $ids: named ends; $kinds: what the asked-for end must be; $entities: what it must be one of (null: any).
// A row for each arrow between them, with the product in the middle and the arrow to it where one leads through a product.
UNWIND $ids AS id
MATCH (other:%LABEL% {id: id})
MATCH %PATTERN%
WHERE all(kind IN $kinds WHERE kind IN entity.kinds) AND ($entities IS NULL OR entity.id IN $entities)
RETURN %WAY% AS way, entity.id AS entity, entity.name AS entity_name, other.id AS other, other.name AS other_name,
       startNode(arrow).id AS source, type(arrow) AS type, properties(arrow) AS arrow, %BETWEEN%, %MADE%
