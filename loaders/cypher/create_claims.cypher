// $claims: properties of the claim and of its two edges, with the handles of what they lead to. No row.
UNWIND $claims AS row
MATCH (subject) WHERE elementId(subject) = row.subject
MATCH (object) WHERE elementId(object) = row.object
MATCH (document) WHERE elementId(document) = row.document
CREATE (claim:Claim)
SET claim = row.properties
CREATE (claim)-[:SUBJECT {name: row.subject_name, kinds: row.subject_kinds, words: row.subject_words}]->(subject)
CREATE (claim)-[:OBJECT {name: row.object_name, kinds: row.object_kinds, words: row.object_words}]->(object)
CREATE (claim)-[:STATED_IN]->(document)
