// $id. A row with the document, where the graph holds it.
MATCH (document:Document {id: $id})
RETURN properties(document) AS document
