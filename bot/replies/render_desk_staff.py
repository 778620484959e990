"""Replies of the desk about who may do what there: roles, given and taken."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from bot.moderation.appointing import Slip
from bot.moderation.roles import Act, Member, Role, least_for, may
from bot.replies.desk_actions import RevokeRole
from bot.replies.model import Button, Line, Paragraph, Reply, Span, Style
from bot.replies.model import Role as Part

DESK_LANGUAGE = "en"
_A: Mapping[Role, str] = MappingProxyType(
    {
        Role.NOBODY: "nobody",
        Role.EDITOR: "an editor",
        Role.REVIEWER: "a reviewer",
        Role.OWNER: "an owner",
    }
)
_WHAT: Mapping[Act, str] = MappingProxyType(
    {
        Act.LOOK: "see the queue, claims and their history, and the numbers",
        Act.DECIDE: "decide about messages in the queue",
        Act.DRAFT: "write claims and submit them",
        Act.REVIEW: "approve what others submit, or send it back",
        Act.PUBLISH: "publish, withdraw and restore claims, and undo that",
        Act.APPOINT: "give roles and take them",
    }
)
_HOW = (
    "Reply to a message of that person with /{command}, or give their Telegram id: "
    "/{command} 123456789"
)
_SLIPS: Mapping[Slip, str] = MappingProxyType(
    {
        Slip.NO_ROLE: "Which role? Say editor or reviewer.",
        Slip.OWNER: "I cannot make owners. They stand in the setting OWNER_IDS of the bot.",
        Slip.AT_NAME: "Telegram does not let me look up an @name. "
        "Reply to a message of that person, or give their id, which is a number.",
        Slip.NO_ID: "That is not the id of a person. It is a number without a minus.",
        Slip.NO_PERSON: "Who? Reply to a message of that person, or give their id.",
        Slip.NOT_A_PERSON: "I cannot see a person behind that message: a bot, a group or a channel "
        "wrote it. Give the id of the person.",
        Slip.FORWARDED: "That message was forwarded, so I am not sure whom you mean. "
        "Reply to a message that the person wrote here, or give their id.",
        Slip.HIDDEN: "Whoever wrote that hides their account in forwarded messages. Give their id.",
        Slip.WORD: "I do not know that word. The roles are editor and reviewer.",
    }
)


def render_whoami(member: Member) -> Reply:
    """Say what somebody is at the desk, and what they may do."""
    acts = tuple(_line(f"• {_WHAT[act]}") for act in Act if may(member.role, act))
    return _reply(
        _title(f"You are {_A[member.role]}."),
        Paragraph((_line("You may:"), *acts), Part.BODY),
        Paragraph(((Span("Your id: "), Span(f"{member.user_id}", Style.CODE)),), Part.HINT),
    )


def not_allowed(act: Act) -> str:
    """Say which role it takes, within the 200 characters of a notice."""
    return f"Your role is not enough. It takes {_A[least_for(act)]} to {_WHAT[act]}."


def render_not_allowed(act: Act) -> Reply:
    """Say that to a command."""
    return _reply(Paragraph.of(Part.BODY, not_allowed(act)))


def render_granted(member: Member, before: Role, *, is_told: bool, is_known: bool) -> Reply:
    """Say that *member* has their role now, and whether they know; offer to take it back."""
    if before is member.role:
        return _reply(_about(member, f" is {_A[member.role]} already."))
    paragraphs = [_about(member, f" is {_A[member.role]} now (before: {before}).")]
    if is_told:
        paragraphs.append(Paragraph.of(Part.BODY, "I have told them."))
    else:
        told = "I could not tell them: they have to open a chat with me and press Start first."
        paragraphs.append(Paragraph.of(Part.BODY, told))
    if not is_known:
        check = "I have never met this person. Please check that the id is right."
        paragraphs.append(Paragraph.of(Part.BODY, check, Style.BOLD))
    return _reply(*paragraphs, buttons=(Button("Take this role back", RevokeRole(member.user_id)),))


def render_revoked(member: Member, before: Role) -> Reply:
    """Say that *member* has no role any more."""
    if before is Role.NOBODY:
        return _reply(_about(member, " had no role."))
    return _reply(_about(member, f" is {_A[before]} no more. It counts from this moment."))


def render_owner_stays(member: Member) -> Reply:
    """Say that the role of an owner is no business of the desk."""
    stands = " is an owner. Owners stand in the setting OWNER_IDS of the bot, and only there."
    return _reply(_about(member, stands))


def render_slip(slip: Slip, command: str) -> Reply:
    """Say what was wrong with /grant or /revoke, and how it goes."""
    return _reply(Paragraph.of(Part.BODY, _SLIPS[slip]), Paragraph.of(Part.HINT, _example(command)))


def render_staff(members: Iterable[Member], command: str) -> Reply:
    """Say who works here, and how to give or take a role."""
    lines = (
        (*_person(one), Span(f", {one.role}" if one.name else f" {one.role}")) for one in members
    )
    return _reply(
        _title("Who works here"),
        Paragraph(tuple((Span("• "), *line) for line in lines), Part.BODY),
        Paragraph.of(Part.HINT, _example(command)),
    )


def render_appointed(role: Role) -> Reply:
    """Tell somebody that they have a role now."""
    return _reply(
        _title(f"You are {_A[role]} now."),
        Paragraph.of(
            Part.BODY,
            "You help to check claims for this bot. /whoami says what you may do; commands work "
            "here and in the group of the moderators. What you do there is written down with your "
            "name.",
        ),
        Paragraph.of(Part.HINT, "If you do not want that: /deletemydata ends it."),
    )


def render_dismissed(before: Role) -> Reply:
    """Tell somebody that they have no role any more."""
    ended = f"You are {_A[before]} no more: an owner has ended it. Thank you for your work."
    return _reply(Paragraph.of(Part.BODY, ended))


def _example(command: str) -> str:
    with_role = "grant editor" if command == "grant" else command
    return _HOW.format(command=with_role)


def _about(member: Member, what: str) -> Paragraph:
    return Paragraph(((*_person(member), Span(what)),), Part.BODY)


def _person(member: Member) -> Line:
    id_ = Span(f"{member.user_id}", Style.CODE)
    return (Span(member.name, Style.BOLD), Span(" ("), id_, Span(")")) if member.name else (id_,)


def _title(text: str) -> Paragraph:
    return Paragraph.of(Part.HEADING, text, Style.BOLD)


def _line(text: str) -> Line:
    return (Span(text),)


def _reply(*paragraphs: Paragraph, buttons: tuple[Button, ...] = ()) -> Reply:
    return Reply(DESK_LANGUAGE, paragraphs, buttons)
