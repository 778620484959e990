"""The command line; each module is a command that the README shows, main.py tells them apart."""

import os

# Matching multiplies small matrices, one message a thread: a second processor on each costs more
# than it brings. numpy reads this once, when it is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
