// Writers pass one by one: on Neo4j this locks the node until the transaction ends. No row.
MATCH (turn:Migration {number: 1}) SET turn.number = 1
