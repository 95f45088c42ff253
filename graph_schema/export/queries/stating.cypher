// $entity; %END%: SUBJECT, OBJECT or both. A row for each document with a claim that has the entity there.
MATCH (:%LABEL% {id: $entity})<-[:%END%]-(claim:Claim)
RETURN DISTINCT claim.document_id AS id
