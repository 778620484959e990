"""How we say it: replies as values, and their two forms, Telegram HTML and terminal text."""
