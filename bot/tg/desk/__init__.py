"""The desk in Telegram: commands and buttons of moderators."""
