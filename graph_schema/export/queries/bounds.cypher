// $size. The id of every so many-th entity of %LABEL%, in order.
MATCH (entity:%LABEL%)
WITH entity.id AS id ORDER BY id
WITH collect(id) AS ids
UNWIND range(0, size(ids) - 1, $size) AS at
RETURN ids[at] AS id
