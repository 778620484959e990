"""What stops the bot from having any knowledge base at all."""


class KnowledgeError(Exception):
    """The knowledge base cannot be used; the message names thing, place and remedy."""
