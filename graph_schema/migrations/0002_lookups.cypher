// The claims behind one arrow, and the documents of the same words.
CREATE INDEX claim_arrow_id IF NOT EXISTS FOR (n:Claim) ON (n.arrow_id);
CREATE INDEX document_content_id IF NOT EXISTS FOR (n:Document) ON (n.content_id);
