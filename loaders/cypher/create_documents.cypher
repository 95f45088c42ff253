// $documents: properties, and the document's claims: their properties, those of their two edges, and the handles of
// the entities that these lead to. No row.
UNWIND $documents AS row
CREATE (document:Document)
SET document = row.properties
WITH document, row
UNWIND row.claims AS stated
MATCH (subject) WHERE elementId(subject) = stated.subject
MATCH (object) WHERE elementId(object) = stated.object
CREATE (claim:Claim)
SET claim = stated.properties
CREATE (claim)-[:SUBJECT {name: stated.subject_name, kinds: stated.subject_kinds, words: stated.subject_words}]->(subject)
CREATE (claim)-[:OBJECT {name: stated.object_name, kinds: stated.object_kinds, words: stated.object_words}]->(object)
CREATE (claim)-[:STATED_IN]->(document)
