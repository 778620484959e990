"""Pictures become text: what a screenshot, a meme or a photographed page says, and whose it is."""
