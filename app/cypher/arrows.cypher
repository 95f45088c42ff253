// A page of arrows of $id, as the filters say (null: any). A row for each arrow.
MATCH (entity:%LABEL% {id: $id})
MATCH %PATTERN%
WHERE ($other IS NULL OR other.id = $other)
  AND ($kind IS NULL OR $kind IN entity.kinds OR $kind IN other.kinds)
  AND ($holds IS NULL OR arrow.holds = $holds)
  AND ($published_from IS NULL OR arrow.last >= $published_from)
  AND ($published_to IS NULL OR left(arrow.first, size($published_to)) <= $published_to)
  AND ($min_confidence IS NULL OR arrow.confidence >= $min_confidence)
  AND ($after IS NULL OR coalesce(arrow.last, '') < $after_date OR (coalesce(arrow.last, '') = $after_date AND arrow.id > $after))
WITH entity, other, arrow ORDER BY coalesce(arrow.last, '') DESC, arrow.id LIMIT $limit
RETURN entity.id AS entity, entity.name AS entity_name, other.id AS other, other.name AS other_name,
       startNode(arrow).id AS source, type(arrow) AS type, properties(arrow) AS arrow
