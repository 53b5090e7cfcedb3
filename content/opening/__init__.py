"""When advisers are here, as the desk writes it: weeks by channel from a day on, and days off."""
