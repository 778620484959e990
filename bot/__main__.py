"""`python -m bot`: hand over to the command line, or name the package that is not installed."""

import sys

_COULD_NOT_RUN = 2


def start() -> int:
    """Run the command line and return its exit code."""
    try:
        from bot.cli.main import main  # noqa: PLC0415 - what it needs may not be there

        return main()
    except ModuleNotFoundError as error:
        name, _, _ = (error.name or "").partition(".")
        if name in {"", "bot", *sys.stdlib_module_names}:
            raise
        sys.stderr.write(
            f"bot: {name} is not installed; run `make run`, or .venv/bin/python -m bot COMMAND\n"
        )
        return _COULD_NOT_RUN


if __name__ == "__main__":
    sys.exit(start())
