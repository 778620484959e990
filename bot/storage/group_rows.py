"""The settings of a group as a row, and what a change of them looks like in the log."""

from dataclasses import fields
from typing import Any

from sqlalchemy import Row

from bot.groups import Form, GroupSettings, Mode, QuietHours


def settings_in(row: Row[Any] | None) -> GroupSettings:
    """Return what stands in a row of groups, the defaults where the group never chose."""
    if row is None or row.mode is None:
        return GroupSettings()
    hours = None
    if row.quiet_start is not None:
        hours = QuietHours(row.quiet_start, row.quiet_end, row.quiet_offset_min)
    return GroupSettings(
        mode=Mode(row.mode),
        language=row.language,
        cooldown_h=row.cooldown_h,
        most_an_hour=row.most_an_hour,
        quiet=hours,
        form=Form(row.form),
    )


def values_of(settings: GroupSettings) -> dict[str, object]:
    """Return the columns of settings."""
    quiet = settings.quiet
    return {
        "mode": settings.mode,
        "language": settings.language,
        "cooldown_h": settings.cooldown_h,
        "most_an_hour": settings.most_an_hour,
        "quiet_start": quiet.start if quiet else None,
        "quiet_end": quiet.end if quiet else None,
        "quiet_offset_min": quiet.offset_min if quiet else None,
        "form": settings.form,
    }


def changes(before: GroupSettings, after: GroupSettings) -> list[str]:
    """Return what became of each setting that is another one now: "mode forwards"."""
    return [
        f"{field.name} {_word(getattr(after, field.name))}"
        for field in fields(GroupSettings)
        if getattr(before, field.name) != getattr(after, field.name)
    ]


def _word(value: object) -> str:
    if isinstance(value, QuietHours):
        return f"{value.start}-{value.end} at {value.offset_min:+} min"
    return "none" if value is None else str(value)
