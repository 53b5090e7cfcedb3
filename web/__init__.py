"""What every page shares: routes and who may use them, errors, headers, templates."""
