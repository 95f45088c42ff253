// A page of claims from %START%, as the filters say (null: any); %AFTER% is where it begins. A row for each claim.
%START%
WITH claim
WHERE ($types IS NULL OR claim.type IN $types)
  AND ($subject IS NULL OR claim.subject_id = $subject)
  AND ($object IS NULL OR claim.object_id = $object)
  AND ($entity IS NULL OR claim.subject_id = $entity OR claim.object_id = $entity)
  AND ($document IS NULL OR claim.document_id = $document)
  AND ($published_from IS NULL OR claim.published >= $published_from)
  AND ($published_to IS NULL OR left(claim.published, size($published_to)) <= $published_to)
  AND ($min_confidence IS NULL OR claim.confidence >= $min_confidence)
  AND ($kind IS NULL OR EXISTS { (claim)-[:SUBJECT|OBJECT]->(end:Company) WHERE $kind IN end.kinds })
  AND %AFTER%
WITH claim ORDER BY %ORDER% LIMIT $limit
MATCH (claim)-[:SUBJECT]->(subject)
MATCH (claim)-[:OBJECT]->(object)
RETURN properties(claim) AS claim, subject.name AS subject_name, object.name AS object_name
