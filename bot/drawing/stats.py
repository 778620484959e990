"""The picture of the numbers: asked by day, what came of it, languages, claims; for a phone."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from types import MappingProxyType

from PIL import Image, ImageDraw

from bot.claims.model import Rating
from bot.drawing.fonts import Font, Typesetter, Weight
from bot.drawing.palette import INK, PALETTES, PAPER, QUIET, Colour
from bot.moderation.reporting import Change, Day, Report
from bot.replies.render_desk_numbers import (
    OUTCOMES,
    answered_of,
    asked_of,
    backlog_of,
    before_of,
    days_of,
    helped_of,
    languages_of,
    percent,
    short_day,
)
from bot.tally import Outcome

WIDTH = 1080
_TALLEST = 2600
_MARGIN = 48
_INNER = WIDTH - 2 * _MARGIN
_TITLE, _HEAD, _TEXT, _SMALL = 60, 40, 36, 32
"""On a phone the picture is about a third as wide: the smallest letters are as large there as those
of a message."""
_CHART = 260
_MOST_COLUMNS = 62
"""More days than that become weeks."""
_WEEK = 7
_GAP = 36
_ROW = 48
_LEAST = 4.0
"""What is more than nothing is to be seen."""
_FILLED = 0.8
"""How much of its place a column fills."""
_RULE: Colour = (224, 227, 231)
_BAR: Colour = PALETTES[Rating.MISSING_CONTEXT].band
_LIGHT: Colour = PALETTES[Rating.MISSING_CONTEXT].stamp
_COLOURS: Mapping[Outcome, Colour] = MappingProxyType(
    {
        Outcome.MATCH: PALETTES[Rating.TRUE].band,
        Outcome.AMBIGUOUS: PALETTES[Rating.MISLEADING].band,
        Outcome.NONE: (150, 157, 166),
    }
)
_NOTHING = ("Nothing was counted yet.", "Numbers come as soon as", "somebody asks the bot.")


def draw_stats(report: Report, now: float) -> bytes:
    """Return the picture as a PNG file; *now* is in seconds since 1970."""
    board = _Board()
    board.write("How the bot did", _TITLE, Weight.BOLD)
    board.write(days_of(report), _TEXT, colour=QUIET)
    if report.is_empty:
        board.skip(_GAP)
        for line in _NOTHING:
            board.write(line, _HEAD)
        return board.png()
    board.heading(f"{asked_of(report)} asked about")
    if before := before_of(report):
        board.write(before, _SMALL, colour=QUIET)
    if report.asked:
        _columns(board, report.days)
        _legend(board, report)
        board.heading("Languages")
        _bars(board, languages_of(report))
    if report.top:
        has_before = any(one.before for one in report.top)
        board.heading("Most asked claims", "pale: before" if has_before else "")
        largest = max(max(one.now, one.before) for one in report.top)
        for change in report.top:
            _row(board, change.claim_id, f"{change.now:,}")
            _two_bars(board, change, largest)
    if report.rising:
        board.heading("Rising")
        for change in report.rising:
            _row(board, change.claim_id, f"{change.now:,}, before {change.before:,}")
    board.heading("At the desk")
    for line in filter(None, (helped_of(report), answered_of(report), backlog_of(report, now))):
        board.write(line, _TEXT)
    return board.png()


class _Board:
    """A sheet that is filled from top to bottom, and cut off where nothing follows."""

    def __init__(self) -> None:
        self.image = Image.new("RGB", (WIDTH, _TALLEST), PAPER)
        self.draw = ImageDraw.Draw(self.image)
        self.typesetter = Typesetter()
        self.top = _MARGIN

    def skip(self, height: int) -> None:
        """Leave some room."""
        self.top += height

    def heading(self, text: str, remark: str = "") -> None:
        """Begin a part, with a *remark* at the right."""
        self.skip(_GAP // 2)
        self.draw.rectangle((_MARGIN, self.top, WIDTH - _MARGIN, self.top + 2), fill=_RULE)
        self.skip(_GAP // 2)
        font = Font(Weight.REGULAR, _SMALL)
        left = WIDTH - _MARGIN - self.width(remark, font)
        self.put(remark, left, self.top + _HEAD - _SMALL, font, QUIET)
        self.write(text, _HEAD, Weight.BOLD)

    def write(
        self, text: str, size: int, weight: Weight = Weight.REGULAR, colour: Colour = INK
    ) -> None:
        """Write *text*, in as many lines as it takes."""
        font = Font(weight, size)
        for line in self._lines(text, font):
            self.put(line, _MARGIN, self.top, font, colour)
            self.skip(round(size * 1.4))

    def put(self, text: str, left: float, top: float, font: Font, colour: Colour = INK) -> None:
        """Write *text* on one line, from *left* on, with *top* above it."""
        self.draw.text((left, top), text, fill=colour, font=self.typesetter.open(font))

    def width(self, text: str, font: Font) -> float:
        """Return how far *text* reaches."""
        return self.typesetter.width(text, font)

    def fit(self, text: str, font: Font, width: float) -> str:
        """Return *text*, shortened with an ellipsis where it is wider than *width*."""
        if self.width(text, font) <= width:
            return text
        while text and self.width(f"{text}…", font) > width:
            text = text[:-1]
        return f"{text.rstrip('- ')}…"

    def png(self) -> bytes:
        """Return what was drawn as a PNG file."""
        file = BytesIO()
        cut = self.image.crop((0, 0, WIDTH, min(_TALLEST, self.top + _MARGIN)))
        cut.quantize(64, dither=Image.Dither.NONE).save(file, "PNG")
        return file.getvalue()

    def _lines(self, text: str, font: Font) -> list[str]:
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and self.width(longer, font) > _INNER:
                lines.append(word)
            else:
                lines[-1] = longer
        return [self.fit(line, font, _INNER) for line in lines]


def _columns(board: _Board, days: Sequence[Day]) -> None:
    """Draw a column for each day, or each week, with its outcomes on each other."""
    columns, font = _grouped(days), Font(Weight.REGULAR, _SMALL)
    largest = max(day.asked for day in columns)
    board.skip(48)
    floor, step = board.top + _CHART, _INNER / len(columns)
    for line in (floor, floor - _CHART):
        board.draw.rectangle((_MARGIN, line, WIDTH - _MARGIN, line + 1), fill=_RULE)
    unit = "a week" if len(columns) < len(days) else "a day"
    board.put(f"{largest:,} {unit}", _MARGIN, board.top - 44, font, QUIET)
    width = min(step * _FILLED, 90.0)
    for place, day in enumerate(columns):
        left, foot = _MARGIN + step * place + (step - width) / 2, float(floor)
        for outcome in OUTCOMES:
            height = _CHART * day.outcomes.get(outcome, 0) / largest
            if height:
                area = (left, foot - height, left + width, foot)
                board.draw.rectangle(area, fill=_COLOURS[outcome])
                foot -= height
    board.top = floor + 10
    names = [short_day(columns[0].date), short_day(columns[-1].date)]
    board.put(names[0], _MARGIN, board.top, font, QUIET)
    if len(columns) > 1:
        end = WIDTH - _MARGIN - board.width(names[1], font)
        board.put(names[1], end, board.top, font, QUIET)
    board.skip(60)


def _grouped(days: Sequence[Day]) -> list[Day]:
    """Return the days, or weeks that end with the last day where there are too many days."""
    if len(days) <= _MOST_COLUMNS:
        return list(days)
    first = len(days) % _WEEK
    weeks = [days[:first]] if first else []
    weeks += [days[start : start + _WEEK] for start in range(first, len(days), _WEEK)]
    return [
        Day(week[0].date, {one: sum(day.outcomes[one] for day in week) for one in OUTCOMES})
        for week in weeks
    ]


def _legend(board: _Board, report: Report) -> None:
    """Say which colour is which, and its share, on one line or several."""
    font, left = Font(Weight.REGULAR, _TEXT), float(_MARGIN)
    for outcome, words in OUTCOMES.items():
        label = f"{words} {percent(report.outcomes[outcome], report.asked)}"
        width = 44 + board.width(label, font)
        if left + width > WIDTH - _MARGIN:
            left = float(_MARGIN)
            board.skip(52)
        area = (left, board.top + 12, left + 30, board.top + 42)
        board.draw.rectangle(area, fill=_COLOURS[outcome])
        board.put(label, left + 44, board.top, font)
        left += width + 36
    board.skip(60)


def _bars(board: _Board, rows: Sequence[tuple[str, int]]) -> None:
    """Draw a bar beside each name, with its number."""
    font, largest = Font(Weight.REGULAR, _TEXT), max(number for _, number in rows)
    names = max(board.width(name, font) for name, _ in rows) + 24
    numbers = max(board.width(f"{number:,}", font) for _, number in rows) + 20
    for name, number in rows:
        board.put(name, _MARGIN, board.top, font)
        left, top = _MARGIN + names, board.top + 10
        end = left + max(_LEAST, (_INNER - names - numbers) * number / largest)
        board.draw.rectangle((left, top, end, top + 32), fill=_BAR)
        board.put(f"{number:,}", end + 16, board.top, font)
        board.skip(_ROW)


def _row(board: _Board, name: str, number: str) -> None:
    """Write a name, shortened where it has to be, and what is to be said of it at the right."""
    font = Font(Weight.REGULAR, _TEXT)
    left = WIDTH - _MARGIN - board.width(number, font)
    board.put(board.fit(name, font, left - _MARGIN - 24), _MARGIN, board.top, font)
    board.put(number, left, board.top, font)
    board.skip(_ROW)


def _two_bars(board: _Board, change: Change, largest: int) -> None:
    """Draw a bar for now, and a pale one for before below it."""
    for value, colour in ((change.now, _BAR), (change.before, _LIGHT)):
        end = _MARGIN + max(_LEAST, _INNER * value / largest)
        if value:
            board.draw.rectangle((_MARGIN, board.top, end, board.top + 9), fill=colour)
        board.skip(10)
    board.skip(8)
