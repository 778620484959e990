"""What comes in is kept until it is handled, whatever happens meanwhile."""
