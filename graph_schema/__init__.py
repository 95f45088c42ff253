"""What may be said in the graph, and the one door to the database that holds it."""
