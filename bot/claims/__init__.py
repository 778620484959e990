"""What we know: the claim files, their strict loader and their lint."""
