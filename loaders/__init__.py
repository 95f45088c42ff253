"""From a source to claims in the graph."""
