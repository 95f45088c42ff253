// Arrows that claims from %START% support, as the filters say (null: any). A row for each arrow.
%START%
WITH claim
WHERE $types IS NULL OR claim.type IN $types
WITH claim.arrow_id AS id, collect(claim)[0] AS claim
MATCH (claim)-[:SUBJECT]->(entity)
MATCH (claim)-[:OBJECT]->(other)
MATCH (entity)-[arrow:%TYPES%]-(other)
WHERE arrow.id = id
  AND ($kind IS NULL OR $kind IN entity.kinds OR $kind IN other.kinds)
  AND ($holds IS NULL OR arrow.holds = $holds)
  AND ($published_from IS NULL OR arrow.last >= $published_from)
  AND ($published_to IS NULL OR left(arrow.first, size($published_to)) <= $published_to)
  AND ($min_confidence IS NULL OR arrow.confidence >= $min_confidence)
WITH entity, other, arrow ORDER BY arrow.id LIMIT $limit
RETURN entity.id AS entity, entity.name AS entity_name, other.id AS other, other.name AS other_name,
       startNode(arrow).id AS source, type(arrow) AS type, properties(arrow) AS arrow
