// $starts, $ends: ids. A row for each shortest path: its entities and its arrows, in order.
UNWIND $starts AS first
UNWIND $ends AS last
MATCH (start:Company|Product|Platform {id: first}), (end:Company|Product|Platform {id: last})
MATCH path = allShortestPaths((start)-[:%TYPES%*..6]-(end))
RETURN [node IN nodes(path) | [node.id, node.name]] AS nodes,
       [arrow IN relationships(path) | {source: startNode(arrow).id, type: type(arrow), arrow: properties(arrow)}] AS arrows
LIMIT 100
