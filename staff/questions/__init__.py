"""Questions that were asked in vain: read without persons, put in groups, and settled."""
