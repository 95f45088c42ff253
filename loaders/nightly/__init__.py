"""The nightly load: what is new at all sources goes into the graph, politely and without losing anything on the way."""
