"""Phones to play with, in a demonstration: no telephone company, no account, the same way through."""
