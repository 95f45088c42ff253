"""The command `stackgraph`: the one place that knows both loaders and app."""
