"""The command line; each module is a command that the README shows, main.py tells them apart."""
