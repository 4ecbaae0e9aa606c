"""The mapping of industry in the world of the matrix, and who gets which answer at its entrances, said by hand."""

from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from penstock.industry.mapping.queries import faulty_lines
from penstock.industry.mapping.reporting.sharing import share
from penstock.industry.mapping.surveys.services import answer
from penstock.kernel.rowsecurity import acting
from tests.cast import Cast
from tests.industry.landscape import (
    a_company,
    a_mapping,
    a_review,
    an_answer,
    asked,
    found,
    loaded,
    reviewed,
    started,
    where,
)
from tests.isolation.rights import MAP, READ, UNKNOWN_METHOD, Answer, Entrance, Who, always
from tests.isolation.things import Thing

MAPPED = frozenset({"NL", "KE"})
"""Whose mapping was started."""


def nothing_mapped() -> dict[str, Any]:
    """Ids of nothing."""
    return {name: uuid4() for name in ("found_id", "file_id", "line_id", "survey_id")}


def add_mapping(cast: Cast, marker: Any, named: Any) -> tuple[dict[str, Any], dict[str, frozenset[str]]]:
    """A mapping of Exportland's and of Thirdland's: a review, a company, a faulty line, an answer, a summary."""
    names, markers = {}, {}
    for officer, country, word in ((cast.exporter_officer, "NL", "ours"), (cast.third_officer, "KE", "foreign")):
        started(officer, aim=marker(f"aim{word}"))
        reviewed(officer, "brokers", gaps=marker(f"gaps{word}"))
        company = found(officer, name=marker(f"firm{word}"), number="")
        row = loaded(officer, f"{marker(f'faulty{word}')},,71,", source=marker(f"register{word}"))
        survey, secret = asked(officer, company)
        answer(secret=secret, raw=an_answer(name=marker(f"answered{word}"), number=""))
        with acting(officer.viewer) as viewer:
            share(viewer=viewer, raw={"note": marker(f"summary{word}")})
            (line,) = faulty_lines(viewer, row)
        key = "mapping" if country == "NL" else "foreign mapping"
        names[key] = named(
            mapping={"found_id": company.pk, "file_id": row.pk, "line_id": line.pk, "survey_id": survey.pk}
        )
        own = frozenset({country})
        markers |= {marker(f"{part}{word}"): own for part in ("aim", "gaps", "firm", "faulty", "register", "answered")}
        markers[marker(f"summary{word}")] = frozenset({country, "S"})
    return names, markers


def sent(path: str) -> dict[str, Any]:
    """What a well-meaning person sends to an entrance of the mapping."""
    parts = path.rstrip("/").split("/")
    last, before = parts[-1], parts[-2]
    company = a_company(number="", name="Another Example BV")
    upload = {**where(), "file": SimpleUploadedFile("a.csv", b"name,number\nSomebody BV,S-1\n")}
    sector = {"name": "Cut flowers", "about": "Growers", "reason": "They use solvents."}
    link, why, words, whole = {"days": "30"}, {"reason": "It says nothing."}, {"note": "As of now."}, a_mapping()
    return {
        **dict.fromkeys(("mapping", "start"), whole),
        "review": a_review(),
        "retire": {"reason": "Nobody is left."},
        "sectors": sector,
        "new": company if before == "companies" else sector,
        **dict.fromkeys(("companies", "correct", "take", "{survey_id}", "{line_id}"), company),
        "judge": {"verdict": "dismissed", "note": "A shop for toys."},
        **dict.fromkeys(("files", "load"), upload),
        **dict.fromkeys(("survey", "surveys"), link),
        **dict.fromkeys(("drop", "aside"), why),
        **dict.fromkeys(("share", "summary"), words),
    }.get(last, {})


def of_mapped(done: int) -> Answer:
    """What needs a mapping that was started."""
    return lambda who, _thing: done if who.office in MAPPED else 404


def api() -> dict[str, Entrance]:
    """The operations of the API."""
    one, company = "/industry/mapping", "/industry/mapping/companies/{found_id}"
    return {
        f"POST {one}": Entrance(MAP, "", always(200)),
        f"GET {one}/sectors": Entrance(MAP, "", always(200)),
        f"POST {one}/sectors": Entrance(MAP, "", of_mapped(201)),
        f"POST {one}/sectors/{{sector_code}}/review": Entrance(MAP, "", of_mapped(200)),
        f"POST {one}/sectors/{{sector_code}}/retire": Entrance(MAP, "", of_mapped(200)),
        f"GET {one}/companies": Entrance(MAP, "", always(200)),
        f"POST {one}/companies": Entrance(MAP, "", of_mapped(201)),
        f"GET {company}": Entrance(MAP, "mapping", always(200)),
        f"POST {company}/judge": Entrance(MAP, "mapping", always(200)),
        f"POST {one}/files": Entrance(MAP, "", of_mapped(201)),
        f"POST {company}/surveys": Entrance(MAP, "mapping", always(201)),
        f"GET {one}/surveys": Entrance(MAP, "", always(200)),
        f"POST {one}/surveys/{{survey_id}}/take": Entrance(MAP, "mapping", always(200)),
        f"GET {one}/report": Entrance(MAP, "", of_mapped(200)),
        f"POST {one}/summary": Entrance(MAP, "", of_mapped(201)),
        f"GET {one}/summaries": Entrance(READ, "", always(200)),
    }


def _anybody(who: Who, thing: Thing) -> int:  # noqa: ARG001 - there is no such link, whoever asks
    return 404


def pages() -> dict[str, Entrance]:
    """The pages by method and path; the link is one that nobody was given."""
    one, company = "/industry/mapping/", "/industry/mapping/companies/{found_id}/"
    survey, line = "/industry/mapping/surveys/{survey_id}/", "/industry/mapping/lines/{line_id}/"
    rows: dict[str, tuple[str, str, Answer, Answer]] = {
        one: (MAP, "", always(200), UNKNOWN_METHOD),
        f"{one}start/": (MAP, "", always(200), always(302)),
        f"{one}sectors/new/": (MAP, "", always(200), of_mapped(302)),
        f"{one}sectors/{{sector_code}}/": (MAP, "", of_mapped(200), UNKNOWN_METHOD),
        f"{one}sectors/{{sector_code}}/review/": (MAP, "", of_mapped(200), of_mapped(302)),
        f"{one}sectors/{{sector_code}}/retire/": (MAP, "", of_mapped(200), of_mapped(302)),
        f"{one}companies/": (MAP, "", always(200), UNKNOWN_METHOD),
        f"{one}companies/new/": (MAP, "", always(200), of_mapped(302)),
        company: (MAP, "mapping", always(200), UNKNOWN_METHOD),
        f"{company}correct/": (MAP, "mapping", always(200), always(302)),
        f"{company}judge/": (MAP, "mapping", always(200), always(302)),
        f"{company}survey/": (MAP, "mapping", always(200), always(200)),
        f"{one}files/": (MAP, "", always(200), UNKNOWN_METHOD),
        f"{one}files/load/": (MAP, "", always(200), of_mapped(302)),
        f"{one}files/template/": (MAP, "", always(200), UNKNOWN_METHOD),
        f"{one}files/{{file_id}}/": (MAP, "mapping", always(200), UNKNOWN_METHOD),
        line: (MAP, "mapping", always(200), always(302)),
        f"{line}drop/": (MAP, "mapping", always(200), always(302)),
        f"{one}surveys/": (MAP, "", always(200), UNKNOWN_METHOD),
        survey: (MAP, "mapping", always(200), always(302)),
        f"{survey}withdraw/": (MAP, "mapping", UNKNOWN_METHOD, always(302)),
        f"{survey}aside/": (MAP, "mapping", always(200), always(302)),
        f"{one}report/": (MAP, "", of_mapped(200), UNKNOWN_METHOD),
        f"{one}report.pdf": (MAP, "", of_mapped(200), UNKNOWN_METHOD),
        f"{one}share/": (MAP, "", of_mapped(200), of_mapped(302)),
        f"{one}unshare/": (MAP, "", UNKNOWN_METHOD, of_mapped(302)),
        f"{one}shared/": (READ, "", always(200), UNKNOWN_METHOD),
        "/survey/{secret}/": ("anybody", "", _anybody, _anybody),
    }
    gets = {f"GET page {path}": Entrance(duty, names, get) for path, (duty, names, get, _post) in rows.items()}
    posts = {f"POST page {path}": Entrance(duty, names, post) for path, (duty, names, _get, post) in rows.items()}
    return gets | posts


def filling(path: str, mapping: dict[str, Any]) -> dict[str, Any]:
    """What an address of the mapping says; elsewhere other things go by these names."""
    return mapping if path.startswith("/industry/mapping/") else {}
