// %PORTION%: which documents; the rest are the conditions of a selection (null: any). A row for each claim: how it words its
// two ends, and how the graph calls them.
MATCH (document:Document) WHERE %PORTION%
WITH document
MATCH (document)<-[:STATED_IN]-(claim:Claim)
WHERE ($types IS NULL OR claim.type IN $types)
  AND ($subject IS NULL OR claim.subject_id = $subject)
  AND ($object IS NULL OR claim.object_id = $object)
  AND ($entity IS NULL OR claim.subject_id = $entity OR claim.object_id = $entity)
  AND ($published_from IS NULL OR claim.published >= $published_from)
  AND ($published_to IS NULL OR left(claim.published, size($published_to)) <= $published_to)
  AND ($min_confidence IS NULL OR claim.confidence >= $min_confidence)
  AND ($kind IS NULL OR EXISTS { (claim)-[:SUBJECT|OBJECT]->(end:Company) WHERE $kind IN end.kinds })
MATCH (claim)-[subject_words:SUBJECT]->(subject)
MATCH (claim)-[object_words:OBJECT]->(object)
RETURN properties(claim) AS claim,
       properties(subject_words) AS subject_words, subject.name AS subject_name,
       properties(object_words) AS object_words, object.name AS object_name
