// $content_ids. A row for each document that holds one of these contents.
UNWIND $content_ids AS content_id
MATCH (document:Document {content_id: content_id})
RETURN content_id, document.id AS id, document.address AS address
