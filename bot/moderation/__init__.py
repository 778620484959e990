"""The use cases of moderators: what readers sent becomes checked claims."""
