"""What stands out in the world of the matrix, and who gets which answer at its entrances, said by hand."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.parties.models import Person
from tests.cast import Actor, Cast
from tests.isolation.rights import CUSTOMERS, UNKNOWN_METHOD, Answer, Entrance, always, by_method
from tests.orders.watch.house import decided, line, loaded, looked

VERDICTS = ("explained", "asked", "reported", "later")


def add_watch(cast: Cast, marker: Any, named: Any) -> tuple[dict[str, Any], dict[str, frozenset[str]]]:
    """Earlier orders, a round, what stood out in it and a verdict: of our company, and of another one."""
    with acting(SYSTEM):
        person = Person.objects.get(email="elsewhere@cast.example")
    names = {}
    for key, number, actor in (("", "K-OURS", cast.clerk), ("foreign ", "K-THEIRS", Actor("elsewhere", person))):
        word = "foreign" if key else "ours"
        text = marker(f"watch{word}")
        rows = [line(f"{text}-{at}", number, today() - timedelta(days=14 * at + 30), 10 + at % 3) for at in range(40)]
        rows += [line(f"{text}-copy-{at}", number, today() - timedelta(days=at), 10) for at in range(8)]
        loaded(actor, rows)
        found = looked(actor)
        if key:
            found = looked(actor)  # its number is one that our company has no round of
        (row,) = found.ranked
        again = (today() + timedelta(days=20)).isoformat()
        decided(actor, row, "later", again_on=again, words=marker(f"verdict{word}"))
        names[f"{key}standout"] = named(standout_id=row.pk, round_number=found.round.number)
    own = frozenset({"company"})
    markers = {marker(f"{one}ours"): own for one in ("watch", "verdict")}
    return names, markers | {marker(f"{one}foreign"): frozenset[str]() for one in ("watch", "verdict")}


def sent(path: str) -> dict[str, Any]:
    """What a well-meaning person sends to an entrance of the watch."""
    last = path.rstrip("/").rpartition("/")[2]
    again = (today() + timedelta(days=9)).isoformat()
    explained = {"ground": "project", "words": "The plan of the yard was seen."}
    if last == "history":
        content = f"number,customer,ordered_on,goods,quantity,unit\nH-1,K-OURS,{today()},acetone,5,kg\n"
        return {"file": SimpleUploadedFile("a.csv", content.encode())}
    return {
        "explained": explained,
        "asked": {"words": "What is it for?", "again_on": again},
        "later": {"again_on": again},
        "decide": {"verdict": "explained", **explained},
        "setting": {"cases": "5", "monthly": "yes"},
    }.get(last, {})


def api() -> dict[str, Entrance]:
    """The operations of the API."""
    one = "/order-watch/standouts/{standout_id}"
    return {
        "GET /order-watch": Entrance(CUSTOMERS, "", always(200)),
        "POST /order-watch/look": Entrance(CUSTOMERS, "", always(202)),
        f"GET {one}": Entrance(CUSTOMERS, "standout", always(200)),
        f"POST {one}/decide": Entrance(CUSTOMERS, "standout", always(200)),
        "POST /order-watch/history": Entrance(CUSTOMERS, "", always(200)),
        "GET /order-watch/setting": Entrance(CUSTOMERS, "", always(200)),
        "POST /order-watch/setting": Entrance(CUSTOMERS, "", always(200)),
    }


def pages() -> dict[str, Entrance]:
    """The pages by method and path, as the matrix names them."""
    start, one = "/order-watch/", "/order-watch/standouts/{standout_id}/"
    get, both = (always(200), UNKNOWN_METHOD), (always(200), always(302))
    rows: dict[str, tuple[str, str, Answer, Answer]] = {
        start: (CUSTOMERS, "", *get),
        f"{start}look/": (CUSTOMERS, "", UNKNOWN_METHOD, always(302)),
        f"{start}history/": (CUSTOMERS, "", *both),
        f"{start}history/template/": (CUSTOMERS, "", *get),
        f"{start}setting/": (CUSTOMERS, "", *both),
        f"{start}rounds/{{round_number}}/": (CUSTOMERS, "standout", *get),
        f"{start}rounds/{{round_number}}/progress/": (CUSTOMERS, "standout", *get),
        one: (CUSTOMERS, "standout", *get),
        **{f"{one}{verb}/": (CUSTOMERS, "standout", *both) for verb in VERDICTS},
        f"{one}nonsense/": (CUSTOMERS, "standout", always(404), always(404)),
    }
    return by_method(rows)
