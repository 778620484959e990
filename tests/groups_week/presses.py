"""Pressing the buttons of the panel, as an admin does who knows where to find what."""

from collections.abc import Callable
from typing import Any

from bot.groups import Form, Mode
from bot.opinions import Opinion
from bot.replies.actions import Action, Rate
from bot.replies.panel_actions import ChooseForm, ChooseMode, OpenPanel, OpenRow, Row
from tests.groups_week.lines import HOME
from tests.groups_week.player import Player, Said
from tests.groups_week.town import OWNER, PEOPLE
from tests.support.group_updates import as_anonymous_admin
from tests.support.updates import private_chat

Json = dict[str, Any]


def choose_in_private(player: Player, mode: Mode) -> None:
    """Let the owner choose a mode by /groups in their private chat."""
    owner = PEOPLE[OWNER]
    player.api.add_chat(private_chat(owner))
    lists = player.command("/groups", chat=private_chat(owner), user=owner)
    home = player.town.chats[HOME]["id"]
    if not expect(player, len(lists) == 1, "/groups in the private chat gave no list"):
        return
    player.press(lists[0].message, does(OpenPanel, group_id=home), OWNER)
    choose_mode(player, lists[0].message, mode)


def choose_form(player: Player, form: Form) -> None:
    """Let an admin who writes as the group open the panel, and choose a form."""
    panel = open_panel(player, **as_anonymous_admin(player.town.chats[HOME]))
    if panel is None:
        return
    player.press(panel, opens_row(Row.FORM), OWNER)
    told = player.press(panel, does(ChooseForm, form=form), OWNER)
    expect(player, told is not None, f"the form {form} could not be chosen")


def choose_mode(player: Player, panel: Json | None, mode: Mode) -> None:
    """Let the owner choose a mode on a panel that is open."""
    if panel is None:
        return
    player.press(panel, opens_row(Row.MODE), OWNER)
    told = player.press(panel, does(ChooseMode, mode=mode), OWNER)
    expect(player, told is not None, f"the mode {mode} could not be chosen")


def open_panel(player: Player, **around: Any) -> Json | None:
    """Write /settings; return the panel that comes of it."""
    said = player.command("/settings", **around)
    panels = [one.message for one in said if opens(one)]
    expect(player, len(panels) == 1, f"{len(panels)} panels for an admin's /settings")
    return panels[0] if panels else None


def expect(player: Player, is_so: object, trouble: str) -> bool:
    """Note a trouble unless it is so; return whether it is."""
    if not is_so:
        player.troubles.append(trouble)
    return bool(is_so)


def opens(said: Said) -> bool:
    """Tell whether what was said is a panel."""
    return any(does(OpenRow)(action) for action in said.actions)


def opens_row(row: Row) -> Callable[[Action], bool]:
    """Return what finds the button of a line of the panel."""
    return does(OpenRow, row=row)


def rates(opinion: Opinion) -> Callable[[Action], bool]:
    """Return what finds a thumb."""
    return does(Rate, opinion=opinion)


def does(kind: type[Any], **fields: object) -> Callable[[Action], bool]:
    """Return what finds the button that does something of a kind, with these fields."""

    def wanted(action: Action) -> bool:
        return isinstance(action, kind) and all(
            getattr(action, name) == value for name, value in fields.items()
        )

    return wanted
