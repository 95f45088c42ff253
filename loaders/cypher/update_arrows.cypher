// $arrows: handles of the two ends, the id of the arrow between them, and its changed properties. No row.
UNWIND $arrows AS row
MATCH (source) WHERE elementId(source) = row.source
MATCH (target) WHERE elementId(target) = row.target
MATCH ARROW WHERE arrow.id = row.id
SET arrow += row.properties
