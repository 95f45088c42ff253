// $pairs: handles of two entities. A row for each arrow from the first to the second.
UNWIND $pairs AS pair
MATCH (source) WHERE elementId(source) = pair.source
MATCH (target) WHERE elementId(target) = pair.target
MATCH ARROW
RETURN source.id AS source_id, target.id AS target_id, properties(arrow) AS properties
