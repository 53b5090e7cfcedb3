"""Referring a young person to a service: what is shared, on what ground, and what became of it."""
