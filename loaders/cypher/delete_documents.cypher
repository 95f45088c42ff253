// $ids: documents, which leave with their claims. No row.
UNWIND $ids AS id
MATCH (document:Document {id: id})
OPTIONAL MATCH (document)<-[:STATED_IN]-(claim:Claim)
DETACH DELETE claim, document
