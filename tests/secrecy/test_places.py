"""The content of a case is read in few places, and each of them says why it may; all others ask `secrecy.sight`."""

import ast
from collections.abc import Iterable, Iterator

from tests.architecture.house import Source, listed, python_files, templates

PACKAGES = {"cases", "notices", "incidents", "orders", "alerts", "exchange", "web", "api"}
HIDDEN_COLUMNS = {"whole_title", "substances", "quantity", "unit", "dispatch_on", "own_reference", "basis", "likeness"}
CASES = {"case", "notice", "incident", "alert", "report", "taking.case", "self.case", "enquiry.case"}
"""What a case is called in the house."""

ALLOWED = {
    ("cases/secrecy/sight.py", "content_for"): "the place itself",
    ("cases/secrecy/sight.py", "title_for"): "the place itself",
    ("notices/services.py", "_edit"): "writes what the sender entered",
    ("notices/services.py", "_submit"): "judges a draft of the sender's own",
    ("notices/services.py", "_adopt"): "writes, and judges what the sender entered",
    ("notices/services.py", "_edition"): "puts an edition on the record, whose readers ask `told_for`",
    ("notices/services.py", "_going"): "reads who gets a copy, which is shown to everybody on the case",
    ("notices/services.py", "_copy_further"): "reads who gets a copy, which is shown to everybody on the case",
    ("notices/services.py", "judged_today"): "the house judges by the law of the day; nothing of it is shown",
    ("notices/services.py", "_move"): "writes what the law made of it",
    ("notices/drafts/columns.py", "let_in"): "reads from whom it is kept",
    ("notices/drafts/columns.py", "project"): "writes the columns",
    ("notices/drafts/columns.py", "title_of"): "makes both titles",
    ("notices/dossier/letters.py", "letters_after"): "reads who gets a copy; nothing else leaves by mail",
    ("notices/shipments/batches.py", "_announce"): "reads who gets a copy; nothing else leaves by mail",
    ("notices/drafts/outlook.py", "amendment"): "compares with what the sender entered; only the sender amends",
    ("notices/dossier/views.py", "_seen_by"): "reads who gets a copy, which is shown to everybody on the case",
    ("notices/dossier/views.py", "notice_page"): "asks `hidden_from` for the column beside it",
    ("notices/api.py", "brief"): "asks `hidden_from` for each column",
    ("notices/api.py", "whole"): "asks `hidden_from` for the column",
    ("exchange/papers/taking.py", "_act"): "says of a draft of the sender's own what is still to mend",
    ("notices/answering/conditions.py", "faults_of"): "for whoever answers, who is let in",
    ("notices/answering/conditions.py", "reason_against_release"): "for the exporting side, and `standing` asks first",
    ("notices/answering/conditions.py", "_is_too_much"): "only for the two above",
    ("notices/answering/replies.py", "_release"): "asks only whether there is a day",
    ("notices/movements/figures/limits.py", "terms_of"): "its callers ask `sees_all`, or act for the exporting side",
    ("notices/answering/routine.py", "_unnamed"): "for whoever answers, who is let in",
    ("notices/answering/silence.py", "policy_of"): "for the exporting side, and `standing` asks first",
    ("notices/checks/elsewhere.py", "_refusals"): "cuts a refusal down to month and class of reason",
    ("notices/checks/matter.py", "_asked"): "`check` tells nothing to those from whom anything is hidden",
    ("notices/checks/matter.py", "_since"): "as above",
    ("notices/checks/matter.py", "year_of"): "as above",
    ("notices/checks/measures.py", "_base"): "writes the columns",
    ("notices/checks/measures.py", "keep_measures"): "writes the columns",
    ("notices/checks/measures.py", "keep_refusal"): "writes the columns",
    ("notices/movements/figures/content.py", "base_content"): "its callers ask `sees_all`",
    ("notices/movements/figures/limits.py", "ceiling_of"): "its callers ask `sees_all`, or act for the exporting side",
    ("notices/movements/services.py", "_is_same_importer"): "for the exporting side, which wrote it",
    ("notices/movements/services.py", "plan_whole"): "writes a movement, whose audience is let in",
    ("notices/movements/views.py", "_known"): "for the exporting side, which wrote it",
    ("notices/movements/views.py", "plan"): "for the exporting side, which wrote it",
    ("notices/movements/services.py", "_hold"): "writes a movement, whose audience is let in",
    ("notices/movements/services.py", "_keep"): "a movement's own content, whose audience is let in",
    ("notices/printing/papers.py", "paper_of"): "the code stands for the whole edition and shows nothing of it",
    ("notices/printing/verifying.py", "verify"): "compares the code, and says only whether it is right",
    # An incident has no secret fields: what is secret of it, its names, stands in a table with audiences of its own.
    ("incidents/services.py", "_take_over"): "writes what the reporter entered",
    ("incidents/services.py", "_edition"): "puts an edition on the record, whose readers ask `told_for`",
    ("incidents/services.py", "_release"): "judges a draft of the reporter's own",
    ("incidents/services.py", "_hand"): "judges a draft of the reporter's own",
    ("incidents/services.py", "_publish"): "copies what was handed to the secretariat, without its origin",
    ("incidents/services.py", "_amend"): "compares with what the reporter entered; only the reporter amends",
    ("incidents/sharing/columns.py", "project"): "writes the columns",
    ("incidents/linking/pairing.py", "_found"): "marks stand behind the fences of their incident and their name",
    ("incidents/linking/pairing.py", "_matter"): "hints of traits stand behind the fences of both incidents",
    ("incidents/requests/services.py", "_take_over"): "writes what the asking side entered",
    ("incidents/requests/services.py", "_send"): "judges a draft of the asking side's own",
    ("incidents/requests/services.py", "_address"): "puts it before one office, without the others it was asked of",
    ("incidents/requests/services.py", "_reopen"): "reads for how many days an answer was asked",
    ("incidents/api.py", "brief"): "what is in the columns is broadcast, and `content_for` gives the rest",
    # Nor has an alert: what is not meant for companies stands in another case.
    ("alerts/services.py", "_take_over"): "writes what the sender entered",
    ("alerts/services.py", "_edition"): "puts an edition on the record, whose readers ask `told_for`",
    ("alerts/services.py", "_refuse_audience"): "judges a draft of the sender's own",
    ("alerts/services.py", "_release"): "judges a draft of the sender's own",
    ("alerts/services.py", "_correct"): "compares with what the sender entered; only the sender corrects",
    ("alerts/services.py", "_derive"): "copies for industry what the form of that kind names",
    ("alerts/api.py", "brief"): "what is in the columns is for all readers, and `content_for` gives the rest",
    ("alerts/suggesting/looking.py", "lane_of"): "reads a lane of what the secretariat sees, which alone is told",
    # Nor has a suspicious report: whoever sees it holds the duty, and works for one of its two sides.
    ("orders/reports/services.py", "_take_over"): "writes what the reporter entered",
    ("orders/reports/services.py", "_put_before_office"): "reckons what law asks of the reporter, for both sides",
    ("orders/reports/goaml/written.py", "_described"): "writes what `content_for` gave the office",
    ("orders/reports/services.py", "_tell_by_voice"): "reckons what law asks of the reporter's own draft",
    ("orders/reports/services.py", "_send"): "judges a draft of the reporter's own, and puts it on the record",
    ("orders/reports/triage/offered.py", "material_of"): "gives codes and register names to the office alone",
    ("orders/reports/api.py", "brief"): "what is in the columns is for both sides, and `content_for` gives the rest",
    ("exchange/taxii/keeping.py", "_take"): "what an act told its audience, for that audience's objects alone",
    ("exchange/taxii/keeping.py", "_after"): "as above",
    ("exchange/taxii/keeping.py", "_told"): "as above",
    ("web/directory/candidacies.py", "candidacy"): "a candidacy, which has no sides and no secrets",
    # A request for a sample is its company's alone; nobody else is in its audience, and no field of it is secret.
    ("orders/samples/api.py", "whole"): "tells the company what it entered",
    ("orders/samples/views.py", "sample_page"): "shows the company what it entered",
}
"""Functions that read a case's content or a column beside it, each with its reason."""

EVENTS_READ = {
    "cases/queries.py": "what it gives passes `told_for`",
    "alerts/suggesting/looking.py": "follows which incidents were released, and shows no act",
    "notices/movements/queries.py": "the movement's own acts, whose audience is let in",
    "permits/handling/advice/queries.py": "the advice's own acts, whose audience never holds the applicant",
    "notices/movements/figures/limits.py": "asks only when a notice was released",
    "orders/checking/queries.py": "the seal of a company's own check, which no other organisation is told of",
    "incidents/linking/chores.py": "asks only of which incidents there is news",
    "notices/responsiveness/chores.py": "keeps days and outcomes, and shows nothing",
    "exchange/messages.py": "what it gives passes `told_for`",
    "exchange/taxii/keeping.py": "incidents have no secret fields; each object keeps the audience of its act",
    "exchange/taxii/notices.py": "what an act sealed is cut, and `models.OfNotices` asks who reads the rest today",
    "exchange/live/sessions.py": "asks only whether anything is there",
    "surveillance/queries.py": "the record of surveillance lists, which are no cases",
    "industry/licences/printing/sheet.py": "the names of those who granted a licence, which stand on its paper",
    "permits/papers/printing/said.py": "the names of those who issued a permit, which stand on its paper",
    "parties/directory/queries.py": "the record of the directory, whose entries are no cases",
}


def reads(sources: Iterable[Source]) -> Iterator[tuple[tuple[str, str], str]]:
    """Each reading of a case's content or of a column beside it: the file and function, and where."""
    for source in sources:
        for function in _functions(source.tree):
            for node in ast.walk(function):
                if _is_read(node):
                    yield (source.path, function.name), source.at(node)


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _is_read(node: ast.AST) -> bool:
    if not isinstance(node, ast.Attribute) or node.attr not in HIDDEN_COLUMNS | {"content"}:
        return False
    return ast.unparse(node.value) in CASES


def unasked(sources: Iterable[Source]) -> list[str]:
    """Readings in functions that have no reason to."""
    return [f"{where}: in {place[1]}" for place, where in reads(sources) if place not in ALLOWED]


def events_read(sources: Iterable[Source]) -> set[str]:
    """The files in which acts are fetched from the record."""
    return {one.path for one in sources if "Event.objects" in one.text and one.package != "kernel"}


def shown(pages: Iterable[Source]) -> list[str]:
    """Templates that show a content or a column by themselves."""
    names = ("case", "notice", "incident", "alert")
    words = [f"{name}.{column}" for name in names for column in (*HIDDEN_COLUMNS, "content")]
    return [f"{page.path}: {word}" for page in pages for word in words if f"{{{{ {word}" in page.text]


def the_packages() -> list[Source]:
    return [one for one in python_files() if one.package in PACKAGES]


def test_content_is_read_where_it_may_be():
    found = unasked(the_packages())
    assert not found, listed(found)


def test_no_reason_stands_without_its_reading():
    found = {place for place, _where in reads(the_packages())}
    assert ALLOWED.keys() <= found, listed(map(str, ALLOWED.keys() - found))


def test_the_record_is_read_where_it_may_be():
    assert events_read(python_files()) == set(EVENTS_READ)


def test_no_template_shows_a_content_by_itself():
    assert not shown(templates())


def test_planted_readings_are_caught():
    for text in ("notice.content", "case.content['quantity']", "x = notice.substances", "return taking.case.likeness"):
        assert unasked([Source("web/views.py", f"def show(notice, case):\n    {text}\n")]), text
    assert events_read([Source("web/views.py", "Event.objects.all()")])
    assert shown([Source("notices/templates/notices/a.html", "<p>{{ notice.quantity }}</p>")])


def test_other_contents_pass():
    assert not unasked([Source("web/views.py", "def show(response):\n    return response.content\n")])
