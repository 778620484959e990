"""Whether everything that the bot needs is there, and what to do where it is not."""
