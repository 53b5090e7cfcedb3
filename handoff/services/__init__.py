"""The directory of services for referral: what is known of each, and the CSV file it travels in."""
