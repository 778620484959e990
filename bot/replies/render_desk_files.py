"""Replies of the desk about files: what to do with one, and why one is not taken."""

from bot.moderation.drafts import Draft
from bot.replies.desk_actions import SendDraftFile, ShowDraft
from bot.replies.model import Button, Paragraph, Reply, Role, Style
from bot.replies.render_desk_staff import DESK_LANGUAGE


def render_file_trouble(why: str) -> Reply:
    """Say why a file cannot be taken."""
    return _reply(_plain(why, Style.BOLD))


def render_how_to_send_back(claim_id: str, number: int | None) -> Reply:
    """Say, below a file, what to do with it."""
    what = f"draft № {number}" if number else claim_id
    buttons = (Button("Show the draft", ShowDraft(number)),) if number else ()
    return _reply(
        _plain(
            f"This is the file of {what}. Edit it, and send it back here as a file, in a reply "
            "to this message. Then I say what is wrong with it, or show what readers would get."
        ),
        buttons=buttons,
    )


def render_overtaken(draft: Draft, *, by_reader: bool) -> Reply:
    """Say who has changed a draft since its file went out, and lead to the newest one."""
    who = "You have" if by_reader else f"{draft.writer.name or 'Somebody'} has"
    return _reply(
        _plain(f"{who} changed draft № {draft.number} since this file was made.", Style.BOLD),
        _plain(
            "I did not take it: nothing of what stands there now is lost. Take the newest file, "
            "and put your change in there."
        ),
        buttons=(
            Button("Show the draft", ShowDraft(draft.number)),
            Button("File", SendDraftFile(draft.number), beside=True),
        ),
    )


def _plain(text: str, style: Style = Style.PLAIN) -> Paragraph:
    return Paragraph.of(Role.BODY, text, style)


def _reply(*paragraphs: Paragraph, buttons: tuple[Button, ...] = ()) -> Reply:
    return Reply(DESK_LANGUAGE, paragraphs, buttons)
