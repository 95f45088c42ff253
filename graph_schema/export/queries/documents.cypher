// %PORTION%: which documents. A row for each. %TEXT%: its text, or nothing.
MATCH (document:Document) WHERE %PORTION%
RETURN document {.*, text: %TEXT%} AS document
