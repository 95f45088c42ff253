// How often the graph was written to. One row; none where it has no schema yet.
MATCH (turn:Migration {number: 1})
RETURN turn.changes AS changes
