// $ids: documents. A row for each of their claims: its arrow, and how it names its two ends.
UNWIND $ids AS id
MATCH (:Document {id: id})<-[:STATED_IN]-(claim:Claim)
MATCH (claim)-[subject:SUBJECT]->(s)
MATCH (claim)-[object:OBJECT]->(o)
RETURN claim.predicate AS predicate, claim.status AS status,
       s.id AS subject_id, subject.name AS subject_name, subject.kinds AS subject_kinds, subject.words AS subject_words,
       o.id AS object_id, object.name AS object_name, object.kinds AS object_kinds, object.words AS object_words
