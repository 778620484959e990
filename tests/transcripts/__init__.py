"""Conversations with the real bot over the fake Bot API, recorded for docs/conversations.md."""
