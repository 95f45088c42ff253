// A row for each entity: what it is called.
MATCH (entity:Company|Product|Platform)
RETURN entity.id AS id, entity.name AS name, entity.kinds AS kinds, entity.aliases AS aliases
