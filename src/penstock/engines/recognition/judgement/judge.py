"""The one judge: weighs findings, gives each its sentence, and attaches what stands beside it."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache

from penstock.engines.recognition.context import salt_beside
from penstock.engines.recognition.entries import Quantity, Recognition
from penstock.engines.recognition.findings import Finding
from penstock.engines.recognition.judgement.confidence import confidence
from penstock.engines.recognition.judgement.masses import base_factor, counterparts
from penstock.engines.recognition.lines.amounts import Written, percentages, quantities
from penstock.engines.recognition.lines.line import Line, Part, Window

_SCHEMES = {
    "cas": "CAS number", "ec": "EC number", "cus": "CUS number", "dea": "DEA code number", "inchikey": "InChIKey",
    "structure": "structure",
}  # fmt: skip


_SURE = 0.8
_SUPPORT = frozenset({"hs", "formula"})


def judged(
    finding: Finding,
    line: Line | None = None,
    ingredients: tuple[Part, ...] = (),
    spans: tuple[tuple[int, int], ...] | None = None,
) -> Recognition:
    """Return what is answered of a finding; `line` is None for a number in a column of its own.

    `spans` are all the places of the same sort, where there are more than its own.
    """
    salt = _salt(finding, line)
    share, amount = None, None
    if line is not None and finding.window is not None:
        share, amount = _beside(line, finding.window, ingredients)
    own = (finding.place.span,) if finding.place.span else ()
    return Recognition(
        id=finding.entry.id,
        cas=finding.entry.cas,
        name=finding.entry.name,
        kind=finding.kind,
        reason=_reason(finding, max(len(ingredients), 1)),
        matched=finding.place.matched,
        span=finding.place.span,
        confidence=confidence(finding),
        spans=own if spans is None else spans,
        quantity=amount,
        percent=share,
        salt=" ".join(salt),
        base_factor=base_factor(finding.entry.formula, salt),
        parts=max(len(ingredients), 1),
    )


def told_once(
    findings: Iterable[Finding], line: Line | None = None, ingredients: tuple[Part, ...] = ()
) -> Iterator[Recognition]:
    """Yield one recognition of each substance and sort of evidence in a line, with every place of it."""
    together: dict[tuple[str, str], list[Finding]] = {}
    for one in findings:
        together.setdefault((one.entry.id, one.kind), []).append(one)
    for alike in together.values():
        best = max(alike, key=confidence) if len(alike) > 1 else alike[0]
        yield judged(best, line, ingredients, tuple(one.place.span for one in alike if one.place.span))


def _salt(finding: Finding, line: Line | None) -> tuple[str, ...]:
    if finding.form:
        words = tuple(word for word in finding.form.lower().split() if word in counterparts())
        return words or (finding.form.removeprefix("the "),)
    if line is None or finding.window is None:
        return ()
    return salt_beside(line, finding.window)


def _beside(line: Line, window: Window, ingredients: tuple[Part, ...]) -> tuple[Decimal | None, Quantity | None]:
    """Return the percentage and the quantity of a finding: of its own part, or of the line when the line has one."""
    own = next((part.room for part in ingredients if part.room.start <= window.start < part.room.end), window)
    start = line.starts[own.start]
    # The sign behind the last number ("33 %") ends a part, and still belongs to it.
    end = line.starts[own.end] if own.end < len(line.words) else len(line.text)
    shares, amounts = _amounts(line.text)
    share, amount = _within(shares, start, end), _within(amounts, start, end)
    if len(ingredients) == 1:
        share = shares[0].what if share is None and len(shares) == 1 else share
        amount = amounts[0].what if amount is None and len(amounts) == 1 else amount
    return share if isinstance(share, Decimal) else None, amount if isinstance(amount, Quantity) else None


@lru_cache(maxsize=1)
def _amounts(folded: str) -> tuple[tuple[Written, ...], tuple[Written, ...]]:
    """Return the percentages and quantities of a line; those of the last line are kept for its other findings."""
    return tuple(percentages(folded)), tuple(quantities(folded))


def _within(found: Iterable[Written], start: int, end: int) -> Decimal | Quantity | None:
    return next((one.what for one in found if start <= one.start < end), None)


def _reason(finding: Finding, ingredients: int) -> str:
    reason = _sentence(finding)
    return f"One of {ingredients} parts of the goods: {reason}" if ingredients > 1 and finding.window else reason


def _sentence(finding: Finding) -> str:
    name, matched = finding.entry.name, finding.place.matched
    if finding.means == "number":
        where = "in the CAS column" if finding.place.span is None else "in the description"
        of_what = f"{finding.form} of {name}" if finding.form else name
        return f"The {_SCHEMES[finding.kind]} {matched} {where} is that of {of_what}."
    if finding.means == "skeleton":
        return f"The structure {matched} has the atoms and bonds of {name}: another optical, isotopic or charged form."
    if finding.means == "support":
        return f"The {'HS code' if finding.kind == 'hs' else 'formula'} {matched} fits {name}; alone it proves nothing."
    if finding.kind == "salt":
        return f'"{matched}" with the salt word beside it is a salt of {name}, which the list covers.'
    if finding.kind == "name":
        return f'"{matched}" is the listed name of {name}.'
    return _of_a_name(finding, name, matched)


def _of_a_name(finding: Finding, name: str, matched: str) -> str:
    if finding.means == "exact":
        return f'"{matched}" is a known name of {name} ("{finding.known}").'
    if finding.means == "turned":
        return f'"{matched}" is "{finding.known}", a name of {name}, written in another order or form.'
    if finding.means == "sound":
        return f'"{matched}" sounds like "{finding.known}", a name of {name}.'
    if finding.means == "vowels":
        return f'"{matched}" is close to "{finding.known}", a name of {name}: only vowels differ.'
    if finding.means == "look":
        return f'"{matched}" looks like "{finding.known}", a name of {name}: digits or letters stand for others.'
    letters = "one character differs" if finding.distance == 1 else f"{finding.distance} characters differ"
    return f'"{matched}" is close to "{finding.known}", a name of {name}: {letters}.'


def merged(found: Iterable[Recognition]) -> list[Recognition]:
    """Return one recognition for each substance, surest first, with every place, and amounts from wherever they are."""
    together: dict[str, list[Recognition]] = {}
    for one in found:
        together.setdefault(one.id or f"{one.kind} {one.span}", []).append(one)
    return sorted(map(_one_of, together.values()), key=lambda one: -one.confidence)


def _one_of(alike: list[Recognition]) -> Recognition:
    if len(alike) == 1:
        return alike[0]
    surest = max(one.confidence for one in alike)
    # A number is the plainer evidence than a name made of the same number.
    alike.sort(key=lambda one: (one.kind not in _SCHEMES or one.confidence < _SURE, -one.confidence))
    first = alike[0]
    support = dict.fromkeys(one.reason for one in alike if one.kind in _SUPPORT and first.kind not in _SUPPORT)
    return first._replace(
        confidence=surest,
        spans=tuple(sorted({span for one in alike for span in one.spans})),
        quantity=next((one.quantity for one in alike if one.quantity), None),
        percent=next((one.percent for one in alike if one.percent is not None), None),
        salt=next((one.salt for one in alike if one.salt), ""),
        base_factor=next((one.base_factor for one in alike if one.base_factor), None),
        reason=" ".join([first.reason, *support]),
    )


def moved(found: Recognition, by: int) -> Recognition:
    """Move the places of a recognition, found in a stretch of a long text, to where they stand in the whole."""
    if found.span is None:
        return found
    start, end = found.span
    return found._replace(
        span=(start + by, end + by), spans=tuple((first + by, last + by) for first, last in found.spans)
    )
