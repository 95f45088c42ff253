// $documents: properties. A row for each: its id and its handle for this transaction.
UNWIND $documents AS properties
CREATE (document:Document)
SET document = properties
RETURN document.id AS id, elementId(document) AS handle
