"""Checkers: a few questions that show what a young person may be able to get, and how to ask for it."""
