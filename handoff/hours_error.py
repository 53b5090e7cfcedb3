"""What is wrong with opening hours, days off or service targets in the settings."""


class HoursError(ValueError):
    """A setting about hours that cannot be read. The text says how to write it."""
