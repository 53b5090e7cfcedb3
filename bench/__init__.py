"""Measuring the service: how fast, how big, and what of that is the floor that no design can go below."""
