// $arrows: ids; $limit: claims of each; dates as in support_within.cypher. A row for each claim, newest first.
UNWIND $arrows AS id
MATCH (claim:Claim {arrow_id: id})
WITH id, claim,
     CASE claim.status WHEN 'ended' THEN coalesce(claim.valid_to, claim.published)
                       ELSE coalesce(claim.valid_from, claim.published) END AS date
WHERE ($since IS NULL OR date >= $since) AND ($until IS NULL OR left(date, size($until)) <= $until)
  AND ($as_of IS NULL OR left(claim.published, size($as_of)) <= $as_of)
WITH id, claim, date ORDER BY coalesce(claim.published, '') DESC, claim.confidence DESC, claim.id
WITH id, collect({claim: claim, date: date})[..$limit] AS best
UNWIND best AS one
WITH id, one.claim AS claim, one.date AS date
MATCH (claim)-[:STATED_IN]->(document:Document)
RETURN id AS arrow_id, properties(claim) AS claim, date, document.title AS title, document.url AS url,
       document.source AS source
