// $ids: documents. A row for each that the graph holds.
UNWIND $ids AS id
MATCH (document:Document {id: id})
RETURN id, document.address AS address, document.version AS version, document.extractor AS extractor
