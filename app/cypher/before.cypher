// $arrows: ids; $since: a date. A row for each arrow that had support before it: the date of the newest.
UNWIND $arrows AS id
MATCH (claim:Claim {arrow_id: id})
WHERE claim.published < $since
RETURN id, max(claim.published) AS last
