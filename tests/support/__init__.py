"""Fakes at the wire and builders of Telegram updates."""
