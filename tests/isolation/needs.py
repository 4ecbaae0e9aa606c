"""Needs and availability in the world of the matrix, and who gets which answer at their entrances, said by hand."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.permits.availability import services as availability
from tests.cast import Cast
from tests.isolation.rights import HANDLE, NEEDS, READ_PERMITS, UNKNOWN_METHOD, Answer, Entrance, Who, always
from tests.isolation.things import Thing
from tests.permits.needs.desk import a_figure, an_estimate, reported, stated

OURS, FOREIGN = {"country": "NL", "substance": "morphine"}, {"country": "KE", "substance": "fentanyl"}
NOWHERE = {"country": "ZZ", "substance": "nothing", "year": 2026, "unit": "kg"}
KEPT_BY_OFFICES = {"consumption": {"substance": "codeine", "kilograms": "5"}, "population": {"people": "1000"}}


def add_needs(cast: Cast, marker: Any, named: Any) -> tuple[dict[str, Any], dict[str, frozenset[str]]]:
    """An estimate and a figure of Exportland's and of Thirdland's; what both consumed, which every office reads."""
    names, markers = {}, {}
    for head, balance, word in (
        (cast.exporter_head, OURS, "needours"),
        (cast.third_head, FOREIGN, "needforeign"),
    ):
        substance, country = balance["substance"], balance["country"]
        stated(head, an_estimate(substance=substance, source=marker(word)))
        reported(head, a_figure("made", "1", substance=substance, source=marker(f"paper{word}")))
        with acting(head.viewer) as viewer:
            for kind, figure in KEPT_BY_OFFICES.items():
                raw = {"country": country, "year": "2024", **dated(), "source": marker(f"return{word}"), **figure}
                availability.keep(viewer=viewer, kind=kind, raw=raw)
        key = "balance" if head is cast.exporter_head else "foreign balance"
        names[key] = named(balance={**balance, "year": today().year, "unit": "kg"})
        own = frozenset({country, "S"})
        markers |= {marker(word): own, marker(f"paper{word}"): own}
        markers[marker(f"return{word}")] = frozenset({"NL", "CL", "KE", "EG", "S"})
    return names, markers


def dated() -> dict[str, str]:
    """A day that has come."""
    return {"as_of": (today() - timedelta(days=1)).isoformat()}


def sent(path: str) -> dict[str, Any]:
    """What a well-meaning person sends to an entrance of needs and availability."""
    parts = path.rstrip("/").split("/")
    last, day = parts[-1], dated()
    consumption = {"country": "NL", "substance": "codeine", "year": "2023", "kilograms": "5", **day, "source": "Form"}
    return {
        **dict.fromkeys(("statements", "state"), an_estimate(substance="codeine")),
        **dict.fromkeys(("figures", "report"), a_figure("made", "2", substance="codeine")),
        "ship": {"country": "EG", "substance": "codeine", "quantity": "2", "unit": "kg", "year": str(today().year)},
        "consumption": consumption,
        "population": {"country": "NL", "year": "2023", "people": "900", **day, "source": "Census"},
        "{kind}": {"file": SimpleUploadedFile("places.csv", b"code\n")},
    }.get(last, {})


def own_country(done: int) -> Answer:
    """What is entered there is Exportland's."""

    def answer(who: Who, _thing: Thing) -> int:
        return done if who.office == "NL" else 422

    return answer


def other_country(done: int) -> Answer:
    """What is asked there is about Fourthland, where only its own officer is sent to its own balance."""

    def answer(who: Who, _thing: Thing) -> int:
        return 422 if who.office == "EG" else done

    return answer


def api() -> dict[str, Entrance]:
    """The operations of the API; the file is of no kind there is."""
    return {
        "GET /balances": Entrance(READ_PERMITS, "", always(200)),
        "GET /balances/{country}/{substance}/{year}": Entrance(READ_PERMITS, "balance", always(200)),
        "POST /balances/statements": Entrance(NEEDS, "", always(201)),
        "POST /balances/figures": Entrance(NEEDS, "", always(201)),
        "POST /balances/import/{kind}": Entrance(NEEDS, "", always(404)),
        "POST /balances/ship": Entrance(HANDLE, "", other_country(200)),
        "GET /availability": Entrance(READ_PERMITS, "", always(200)),
        "POST /availability/consumption": Entrance(NEEDS, "", own_country(201)),
        "POST /availability/population": Entrance(NEEDS, "", own_country(201)),
        "POST /availability/import/{kind}": Entrance(NEEDS, "", always(404)),
    }


def pages() -> dict[str, Entrance]:
    """The pages by method and path; there are no places to load or worksheets called notices."""
    balance = "/balances/{country}/{name}/{year}/{unit}/"
    rows: dict[str, tuple[str, str, Answer, Answer]] = {
        "/balances/": (READ_PERMITS, "", always(200), UNKNOWN_METHOD),
        balance: (READ_PERMITS, "balance", always(200), UNKNOWN_METHOD),
        "/balances/state/": (NEEDS, "", always(200), always(302)),
        "/balances/report/": (NEEDS, "", always(200), always(302)),
        "/balances/ship/": (HANDLE, "", always(200), other_country(200)),
        "/balances/load/{kind}/": (NEEDS, "", always(404), always(404)),
        "/balances/template/{kind}/": (NEEDS, "", always(404), UNKNOWN_METHOD),
        "/balances/guides/": (READ_PERMITS, "", always(200), UNKNOWN_METHOD),
        "/balances/guides/{name}/": (READ_PERMITS, "", always(404), always(404)),
        "/availability/": (READ_PERMITS, "", always(200), UNKNOWN_METHOD),
        "/availability/doses/": (READ_PERMITS, "", always(200), UNKNOWN_METHOD),
        "/availability/{country}/": (READ_PERMITS, "", always(404), UNKNOWN_METHOD),
        "/availability/enter/{kind}/": (NEEDS, "", always(404), always(404)),
        "/availability/load/{kind}/": (NEEDS, "", always(404), always(404)),
        "/availability/template/{kind}/": (NEEDS, "", always(404), UNKNOWN_METHOD),
    }
    gets = {f"GET page {path}": Entrance(duty, names, get) for path, (duty, names, get, _post) in rows.items()}
    posts = {f"POST page {path}": Entrance(duty, names, post) for path, (duty, names, _get, post) in rows.items()}
    return gets | posts


def filling(path: str, balance: dict[str, Any]) -> dict[str, Any]:
    """What an address of a balance says; others fill in what names everything else."""
    if not path.startswith("/balances/{country}"):
        return {"country": NOWHERE["country"]}
    return {**balance, "name": balance["substance"]}
