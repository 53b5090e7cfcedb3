"""The advisers' desk: the queue, a conversation, its summary, and what an adviser does with them."""
