"""Curves and dots as inline SVG, drawn from numbers alone."""

from collections.abc import Iterator, Sequence

from bot.evaluation.calibration import Bin
from bot.evaluation.curve import CurvePoint
from bot.evaluation.metrics import Figures

_WIDTH, _HEIGHT = 440, 340
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 16, 14, 50
_PLOT_WIDTH, _PLOT_HEIGHT = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
_TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_BELOW_AXIS, _BESIDE_AXIS, _BASELINE = 18, 8, 4
_TITLE_LEFT = 14
_TITLE_BOTTOM = 8
_DOT, _NOW = 3.5, 6
_NOW_LABEL = 22
_BAR_HEIGHT = 0.25
"""Share of the height that the tallest bar has, so that bars stay out of the dots' way."""
_BAR_WIDTH = 0.07
_MARKED = tuple(tenth / 10 for tenth in range(9, 0, -1))
"""Thresholds that are marked on the curve."""


def draw_precision_recall(points: Sequence[CurvePoint], figures: Figures) -> str:
    """Return the curve, its tenths of the threshold, and where the policy in use stands."""
    parts = list(_frame("recall", "precision"))
    if points:
        line = " ".join(f"{_x(one.recall):.1f},{_y(one.precision):.1f}" for one in points)
        parts.append(f'<polyline class="curve" points="{line}"/>')
    for threshold in _MARKED:
        above = [one for one in points if one.threshold >= threshold]
        if above:
            one = above[-1]
            parts.append(
                _dot(
                    one.recall,
                    one.precision,
                    f"from {threshold:.1f} on: precision {one.precision:.1%}, "
                    f"recall {one.recall:.1%}",
                )
            )
    precision, recall = figures.precision.value, figures.recall.value
    if precision is not None and recall is not None:
        x, y = _x(recall), _y(precision)
        shown = f"policy in use: precision {precision:.1%}, recall {recall:.1%}"
        parts.append(
            f'<circle class="now" cx="{x:.1f}" cy="{y:.1f}" r="{_NOW}"><title>{shown}</title>'
            f'</circle><text class="now" x="{x:.1f}" y="{y + _NOW_LABEL:.1f}" '
            'text-anchor="middle">in use</text>'
        )
    return _svg("Precision against recall", parts)


def draw_reliability(bins: Sequence[Bin]) -> str:
    """Return a dot for each bin with its interval, and a bar for how much it holds."""
    parts = list(_frame("probability given", "share that is right"))
    parts.append(_line("honest", (0, 0), (1, 1)))
    most = max((one.right.whole for one in bins), default=1)
    for one in bins:
        height = _BAR_HEIGHT * one.right.whole / most
        start = min(max(0.0, one.given - _BAR_WIDTH / 2), 1 - _BAR_WIDTH)
        parts.append(
            f'<rect class="held" x="{_x(start):.1f}" y="{_y(height):.1f}" '
            f'width="{_BAR_WIDTH * _PLOT_WIDTH:.1f}" height="{height * _PLOT_HEIGHT:.1f}"/>'
        )
    for one in bins:
        share = one.right.part / one.right.whole
        if one.right.interval:
            lowest, highest = one.right.interval
            parts.append(_line("interval", (one.given, lowest), (one.given, highest)))
        parts.append(
            _dot(
                one.given,
                share,
                f"{one.right.whole} messages: {one.given:.1%} given, {share:.1%} right",
            )
        )
    return _svg("Probability given against share that is right", parts)


def _svg(title: str, parts: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{title}">'
        f"{''.join(parts)}</svg>"
    )


def _frame(x_title: str, y_title: str) -> Iterator[str]:
    for tick in _TICKS:
        yield _line("grid", (tick, 0), (tick, 1))
        yield _line("grid", (0, tick), (1, tick))
        yield _text(_x(tick), _y(0) + _BELOW_AXIS, f"{tick:.0%}", "middle")
        yield _text(_x(0) - _BESIDE_AXIS, _y(tick) + _BASELINE, f"{tick:.0%}", "end")
    yield _text(_x(0.5), _HEIGHT - _TITLE_BOTTOM, x_title, "middle")
    middle = _y(0.5)
    yield (
        f'<text x="{_TITLE_LEFT}" y="{middle:.1f}" text-anchor="middle" '
        f'transform="rotate(-90 {_TITLE_LEFT} {middle:.1f})">{y_title}</text>'
    )


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{text}</text>'


def _line(kind: str, start: tuple[float, float], end: tuple[float, float]) -> str:
    return (
        f'<line class="{kind}" x1="{_x(start[0]):.1f}" y1="{_y(start[1]):.1f}" '
        f'x2="{_x(end[0]):.1f}" y2="{_y(end[1]):.1f}"/>'
    )


def _dot(x: float, y: float, title: str) -> str:
    return (
        f'<circle class="dot" cx="{_x(x):.1f}" cy="{_y(y):.1f}" r="{_DOT}">'
        f"<title>{title}</title></circle>"
    )


def _x(share: float) -> float:
    return _LEFT + share * _PLOT_WIDTH


def _y(share: float) -> float:
    return _TOP + (1 - share) * _PLOT_HEIGHT
