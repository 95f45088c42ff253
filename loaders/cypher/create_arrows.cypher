// $arrows: handles of the two ends and the properties of a new arrow of TYPE. No row.
UNWIND $arrows AS row
MATCH (source) WHERE elementId(source) = row.source
MATCH (target) WHERE elementId(target) = row.target
CREATE (source)-[arrow:TYPE]->(target)
SET arrow = row.properties
