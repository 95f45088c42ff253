// $ids: arrows. A row for each that still has claims: what supports it. `upward`: claims worded from the smaller id.
UNWIND $ids AS id
MATCH (claim:Claim {arrow_id: id})-[:STATED_IN]->(document:Document)
RETURN id, count(claim) AS claims, count(DISTINCT document.id) AS documents,
       count(DISTINCT document.content_id) AS sources, min(claim.published) AS first, max(claim.published) AS last,
       max(claim.confidence) AS confidence,
       sum(CASE WHEN claim.subject_id <= claim.object_id THEN 1 ELSE 0 END) AS upward
