// Writers pass one by one: on Neo4j this locks the node until the transaction ends. The count tells readers that what
// they keep of the graph is old. No row.
MATCH (turn:Migration {number: 1}) SET turn.changes = coalesce(turn.changes, 0) + 1
