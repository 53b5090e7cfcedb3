"""Coming back to a conversation: with a code, on a device that keeps it, or with a phone that is proven."""
