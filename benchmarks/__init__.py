"""Measurements that a table in `docs/` quotes; see `README.md`. Nothing here is part of the package."""
