"""How and when it is safe to reach a young person: heard in their words, kept as rules, obeyed."""
