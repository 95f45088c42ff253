// Claims by what they say and by when: for pages of listings whose filters few claims pass.
CREATE INDEX claim_type IF NOT EXISTS FOR (n:Claim) ON (n.type);
CREATE INDEX claim_published IF NOT EXISTS FOR (n:Claim) ON (n.published);
