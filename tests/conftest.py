"""What holds for all tests."""

from hypothesis import settings

# A law is no stopwatch: on a busy machine any example may take a second.
settings.register_profile("nato-myths-bot", deadline=None)
settings.load_profile("nato-myths-bot")
