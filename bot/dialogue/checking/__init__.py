"""Checkers in conversation: asking, reading the answers, and saying what they come to."""
