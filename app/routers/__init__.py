"""The endpoints, a file a topic: check, call one function, shape."""
