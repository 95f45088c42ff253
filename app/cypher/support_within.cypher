// $arrows: ids; $since, $until: dates of what happened; $as_of: date up to which documents count (each may be null).
// A row for each arrow that still has claims: what supports it.
UNWIND $arrows AS id
MATCH (claim:Claim {arrow_id: id})-[:STATED_IN]->(document:Document)
WITH id, claim, document,
     CASE claim.status WHEN 'ended' THEN coalesce(claim.valid_to, claim.published)
                       ELSE coalesce(claim.valid_from, claim.published) END AS date
WHERE ($since IS NULL OR date >= $since) AND ($until IS NULL OR left(date, size($until)) <= $until)
  AND ($as_of IS NULL OR left(claim.published, size($as_of)) <= $as_of)
RETURN id, count(claim) AS claims, count(DISTINCT document.id) AS documents,
       count(DISTINCT document.content_id) AS sources, min(claim.published) AS first, max(claim.published) AS last,
       max(claim.confidence) AS confidence
