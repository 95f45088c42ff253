// $start, $end: ids. A row for each shortest path: its entities and its arrows, in order.
MATCH (start:%START% {id: $start})
MATCH (end:%END% {id: $end})
MATCH path = allShortestPaths((start)-[:%TYPES%*..6]-(end))
RETURN [node IN nodes(path) | [node.id, node.name]] AS nodes,
       [arrow IN relationships(path) | {source: startNode(arrow).id, type: type(arrow), arrow: properties(arrow)}] AS arrows
LIMIT 100
