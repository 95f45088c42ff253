// $arrows: handles of the two ends and the id of the arrow between them. No row.
UNWIND $arrows AS row
MATCH (source) WHERE elementId(source) = row.source
MATCH (target) WHERE elementId(target) = row.target
MATCH ARROW WHERE arrow.id = row.id
DELETE arrow
