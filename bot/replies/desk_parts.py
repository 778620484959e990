"""Parts that several replies of the desk have: problems of a file, and what changes in it."""

from collections.abc import Sequence

from bot.claims.problem import Problem
from bot.replies.model import Line, Paragraph, Role, Span, Style

_MOST_DIFF_LINES, _MOST_DIFF_LETTERS = 40, 160
_MOST_PROBLEMS = 12


def problem_lines(problems: Sequence[Problem]) -> tuple[Paragraph, ...]:
    """Return problems as file:line:col: CODE text; hint, the first of them."""
    shown = problems[:_MOST_PROBLEMS]
    if not shown:
        return ()
    lines: list[Line] = [
        (
            Span(f"{one.path.name}:{one.line}:{one.column}: {one.code} ", Style.CODE),
            Span(f"{one.text}; {one.hint}"),
        )
        for one in shown
    ]
    if more := len(problems) - len(shown):
        lines.append((Span(f"And {more} more of them."),))
    return (Paragraph(tuple(lines), Role.BODY),)


def diff_lines(diff: str) -> tuple[Paragraph, ...]:
    """Return what has changed: lines that are gone, and lines that are new."""
    changed = [line for line in diff.splitlines()[2:] if line[:1] in {"+", "-"}]
    if not changed:
        return ()
    shown = changed[:_MOST_DIFF_LINES]
    lines: list[Line] = [(Span(_indented(_short(line)), Style.CODE),) for line in shown]
    if more := len(changed) - len(shown):
        lines.append((Span(f"… and {more} more lines"),))
    return (Paragraph(tuple(lines), Role.BODY),)


def _short(line: str) -> str:
    if len(line) <= _MOST_DIFF_LETTERS:
        return line
    return f"{line[: _MOST_DIFF_LETTERS - 1]}…"


def _indented(line: str) -> str:
    """Keep the indentation, which says what belongs where; blanks in a row would become one."""
    sign, rest = line[:1], line[1:]
    text = rest.lstrip(" ")
    return sign + "\u00a0" * (len(rest) - len(text)) + text
