"""Telegram: updates become queries, replies become messages; the only package that knows it."""
