"""Settings: wrong values, misspelt names, one value hidden by another, a file open to all."""

import difflib
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bot.config import FROM_FILES, SETTINGS, Settings
from bot.doctor.finding import Finding, ok, problem, warning

_SUBJECT = "settings"
_NAMES = (*SETTINGS, *(f"{name}_FILE" for name in FROM_FILES))
_OF_OTHERS = ("COMPOSE_", "DOCKER_", "DOMAIN", "POSTGRES_")
"""In .env, for docker compose, which reads the same file."""
_ALIKE, _VERY_ALIKE = 0.6, 0.85
"""The environment is full of names that are no business of ours."""
_OTHERS_MAY_READ = stat.S_IRGRP | stat.S_IROTH


def examine_names(
    wrong: Iterable[str], environ: Mapping[str, str], in_file: Mapping[str, str], file: Path
) -> Iterator[Finding]:
    """Yield what is *wrong*, names that nobody reads, and at the end what is set, by name only."""
    well = True
    for sentence in wrong:
        well = False
        yield problem(_SUBJECT, sentence)
    for text in (
        *unknown_names(environ, in_file, file),
        *_hidden(environ, in_file, file),
        *_open_to_all(in_file, file),
    ):
        well = False
        yield warning(_SUBJECT, text)
    if well:
        yield ok(_SUBJECT, _named(environ, in_file, file))


def examine_operator(settings: Settings) -> Iterator[Finding]:
    """Yield a warning where a bot that goes online does not say who answers for it."""
    if settings.telegram_bot_token and not settings.operator:
        text = "OPERATOR is not set, so /about cannot tell readers who runs the bot; say it in .env"
        yield warning(_SUBJECT, text)


def names_of(wrong: Iterable[str]) -> frozenset[str]:
    """Return the settings that sentences on wrong values are about; each begins with its name."""
    names = (sentence.partition(" ")[0] for sentence in wrong)
    return frozenset(name.removesuffix("_FILE") for name in names)


def unknown_names(
    environ: Mapping[str, str], in_file: Mapping[str, str], file: Path
) -> Iterator[str]:
    """Yield a sentence on each name that was probably meant to be a setting."""
    yield from _unknown(in_file, _ALIKE, str(file), every=True)
    yield from _unknown(environ, _VERY_ALIKE, "the environment", every=False)


def _unknown(names: Iterable[str], alike: float, place: str, *, every: bool) -> Iterator[str]:
    for name in sorted(set(names) - set(_NAMES)):
        if name.startswith(_OF_OTHERS):
            continue
        near = difflib.get_close_matches(name.upper(), _NAMES, 1, alike)
        if near:
            yield f"{name} in {place} is no setting of the bot; did you mean {near[0]}?"
        elif every:
            yield f"{name} in {place} is no setting of the bot; .env.example lists all"


def _hidden(environ: Mapping[str, str], in_file: Mapping[str, str], file: Path) -> Iterator[str]:
    for name in _NAMES:
        if in_file.get(name) and name in environ and environ[name] != in_file[name]:
            yield f"{name} in {file} is not used, because the environment sets it, too; remove one"


def _open_to_all(in_file: Mapping[str, str], file: Path) -> Iterator[str]:
    if not any(in_file.get(name) for name in FROM_FILES):
        return
    if file.stat().st_mode & _OTHERS_MAY_READ:
        yield f"{file} holds secrets, and others on this machine may read it; run `chmod 600 .env`"


def _named(environ: Mapping[str, str], in_file: Mapping[str, str], file: Path) -> str:
    places = (("the environment", environ), (str(file), in_file))
    parts = []
    for place, values in places:
        names = [name for name in _NAMES if values.get(name)]
        if names:
            parts.append(f"{', '.join(names)} from {place}")
    return "; ".join(parts) or "none is set, and none needs to be"
