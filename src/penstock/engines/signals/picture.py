"""A small picture of a series, drawn on the server: bars by month, the usual as a line, what stands out marked."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from penstock.engines.signals.words import amount

WIDTH, HEIGHT, FOOT, HEAD = 360, 96, 14, 6


def picture(
    bars: Sequence[tuple[str, float]], *, usual: float | None, marked: Sequence[str], title: str, name: str
) -> str:
    """An SVG of labelled figures with title and description, coloured by the page's own classes.

    `name` is the id of the picture on its page, and must be made of letters, digits and hyphens.
    """
    if not name.replace("-", "").isalnum():
        raise ValueError(f"{name!r} cannot be the id of a picture.")
    if not bars:
        raise ValueError("There is nothing to draw.")
    top = max(*(value for _label, value in bars), usual or 0.0, 1e-12)
    room, step = HEIGHT - FOOT - HEAD, WIDTH / len(bars)
    drawn = []
    for number, (label, value) in enumerate(bars):
        tall = room * value / top
        kind = "bar marked" if label in marked else "bar"
        drawn.append(
            f'<rect class="{kind}" x="{number * step + step * 0.1:.1f}" y="{HEIGHT - FOOT - tall:.1f}"'
            f' width="{step * 0.8:.1f}" height="{tall:.1f}"/>'
        )
    if usual is not None:
        level = HEIGHT - FOOT - room * usual / top
        drawn.append(f'<line class="usual" x1="0" x2="{WIDTH}" y1="{level:.1f}" y2="{level:.1f}"/>')
    ends = (
        f'<text class="label" x="0" y="{HEIGHT - 2}">{escape(bars[0][0])}</text>'
        f'<text class="label" x="{WIDTH}" y="{HEIGHT - 2}" text-anchor="end">{escape(bars[-1][0])}</text>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="signal" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' aria-labelledby="{name}-title {name}-desc"><title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(described(bars, usual, marked))}</desc>{"".join(drawn)}{ends}</svg>'
    )


def described(bars: Sequence[tuple[str, float]], usual: float | None, marked: Sequence[str]) -> str:
    """What the picture shows, in words, for whoever cannot see it."""
    values = [value for _label, value in bars]
    told = [
        (
            f"{len(bars)} figures from {bars[0][0]} to {bars[-1][0]}, between {amount(min(values))} and"
            f" {amount(max(values))}."
        )
    ]
    if usual is not None:
        told.append(f"Usual: {amount(usual)}.")
    told += [f"Marked: {label}, {amount(value)}." for label, value in bars if label in marked]
    return " ".join(told)
