// $pairs: handles of two entities. One row, a list of the arrows from the first to the second.
UNWIND $pairs AS pair
MATCH (source) WHERE elementId(source) = pair.source
MATCH (target) WHERE elementId(target) = pair.target
MATCH ARROW
RETURN collect({source_id: source.id, target_id: target.id, properties: properties(arrow)}) AS found
