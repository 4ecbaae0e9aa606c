"""`penstock catalogue`: check a pack, see what changes between two days, ask what the law of a place says."""

import argparse
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from penstock.catalogue.countries import country
from penstock.catalogue.law import sentences
from penstock.catalogue.law.book import Book, Rule, bind, shipped_book
from penstock.catalogue.law.differences import Change, Dated, between_books, between_days
from penstock.catalogue.law.oddities import check_edition, check_structures, oddities
from penstock.catalogue.law.packs import read_pack
from penstock.catalogue.law.reading import PackError
from penstock.catalogue.law.templates import schema, template
from penstock.catalogue.naming.recognisers import listed_recogniser
from penstock.catalogue.structures.examples import check_examples
from penstock.catalogue.structures.rulebook import check_rules
from penstock.commands.trouble import Trouble, day

UNREADABLE = 2


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the subcommand."""
    text = "the lists as dated law: check, compare and ask them; needs no database"
    kinds = subparsers.add_parser("catalogue", help=text, description=text).add_subparsers(
        metavar="WHAT", required=True
    )
    _add_ask(kinds)
    _add_diff(kinds)
    _add_check(kinds)
    _add_template(kinds)


def _add_ask(kinds: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    text = "say what the law of a place says of a substance on a day"
    ask = kinds.add_parser("ask", help=text, description=text)
    ask.add_argument("goods", metavar="GOODS", help="a name, a number or a line of goods")
    ask.add_argument("--in", dest="country", metavar="XX", help="the country (default: every jurisdiction)")
    ask.add_argument("--on", type=day, metavar="YYYY-MM-DD", help="the day (default: today)")
    ask.set_defaults(run=run_ask)


def _add_diff(kinds: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    text = "show what changes between two days"
    diff = kinds.add_parser("diff", help=text, description=text)
    diff.add_argument("before", type=day, metavar="A", help="the earlier day, as YYYY-MM-DD")
    diff.add_argument("after", type=day, metavar="B", help="the later day")
    diff.add_argument("--in", dest="country", metavar="XX", help="only what holds in this country")
    diff.add_argument("--json", action="store_true", help="one JSON object for each change")
    diff.set_defaults(run=run_diff)


def _add_check(kinds: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    text = "check the packs that ship, or a pack of your own beside them"
    check = kinds.add_parser("check", help=text, description=text)
    check.add_argument("folder", type=Path, nargs="?", metavar="FOLDER", help="the folder of your pack")
    check.add_argument(
        "--hs", type=Path, metavar="FILE", help="check codes against the six-digit subheadings of this file"
    )
    check.set_defaults(run=run_check)


def _add_template(kinds: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    text = "write an empty pack with an explanation of every column"
    made = kinds.add_parser("template", help=text, description=text)
    made.add_argument("folder", type=Path, metavar="FOLDER", help="a folder that does not exist yet")
    made.set_defaults(run=run_template)


def run_ask(args: argparse.Namespace) -> int:
    """Print the rules that hold; answers 0 when there is one and 1 when there is none."""
    on, book = args.on or datetime.now(UTC).date(), shipped_book()
    where = _jurisdictions(book, args.country, on)
    named = (
        [args.goods] if args.goods in book.substances else [hit.id for hit in listed_recogniser().recognise(args.goods)]
    )
    found = False
    for id_ in named:
        rules = book.rules_of(id_, on, where)
        print(f"{book.substances[id_].name}: {f'{len(rules)} rules' if rules else 'on no list'} on {on}")
        for rule in rules:
            found = True
            print("\n".join(_told(book, rule, on)))
    if not named:
        print(f"Nothing in '{args.goods}' is a substance of the packs.")
    return 0 if found else 1


def _told(book: Book, rule: Rule, on: date) -> Iterator[str]:
    yield f"  {rule.list.title}: {sentences.of(rule.entry)}"
    following: list[Dated] = [*book.thresholds_of(rule, on), *book.exemptions_of(rule, on), *book.duties_of(rule, on)]
    for each in following:
        yield f"    {sentences.of(each)}"


def run_diff(args: argparse.Namespace) -> int:
    """Print the changes; answers 0 also when there is none."""
    book = shipped_book()
    changes = between_days(book, args.before, args.after, _jurisdictions(book, args.country, args.after))
    for change in changes:
        print(json.dumps(_as_json(change), ensure_ascii=False) if args.json else "\n".join(sentences.of_change(change)))
    if not changes:
        print(f"Nothing changes between {args.before} and {args.after}.")
    return 0


def _as_json(change: Change) -> dict[str, object]:
    record = change.record
    return {
        "verdict": change.verdict,
        "pack": change.pack.id,
        "list": change.title,
        "file": change.file,
        "record": {name: sentences.shown(getattr(record, name)) for name in type(record).__dataclass_fields__},
        "changed": {
            each.column: [sentences.shown(each.before), sentences.shown(each.after)] for each in change.details
        },
    }


def run_check(args: argparse.Namespace) -> int:
    """Check packs; answers 0 when they can be used, 1 when something ought to be looked at, 2 when a row is bad."""
    before = shipped_book()
    try:
        packs = [*before.packs.values(), *([read_pack(args.folder)] if args.folder else [])]
        if args.folder and args.folder.name in before.packs:
            raise Trouble(f"{args.folder.name} is the id of a pack that ships; name the folder otherwise", UNREADABLE)
        book = bind(packs)
        asked = packs[-1:] if args.folder else packs
        for pack in asked:
            check_structures(pack)
            check_rules(book, pack)
            check_examples(book, pack)
        if args.hs:
            check_edition(asked, args.hs.read_text(encoding="utf-8"))
    except (PackError, OSError, UnicodeDecodeError) as fault:
        raise Trouble(str(fault), UNREADABLE) from None
    odd = [each for each in oddities(book) if not args.folder or each.row.path.parent == args.folder]
    for each in odd:
        print(f"look at: {each}")
    if args.folder:
        for change in between_books(before, book, datetime.now(UTC).date()):
            print("\n".join(sentences.of_change(change)))
    rows = sum(len(read) for pack in asked for read in pack.rows.values())
    print(f"{len(asked)} packs, {rows} rows: no fault, {len(odd)} to look at")
    return 1 if odd else 0


def run_template(args: argparse.Namespace) -> int:
    """Write the template."""
    try:
        args.folder.mkdir(parents=True)
    except FileExistsError:
        raise Trouble(f"{args.folder} exists already; name a new folder", UNREADABLE) from None
    for name, text in {**template(), "pack.schema.json": json.dumps(schema(), indent=1) + "\n"}.items():
        (args.folder / name).write_text(text, encoding="utf-8")
    print(f"{args.folder}: {len(template()) + 1} files; README.md explains each column. Check it with")
    print(f"  penstock catalogue check {args.folder}")
    return 0


def _jurisdictions(book: Book, code: str | None, on: date) -> frozenset[str] | None:
    if code is None:
        return None
    if country(code) is None:
        raise Trouble(f"--in {code}: write a country's two letters, such as NL", UNREADABLE)
    return book.jurisdictions_of(code.upper(), on)
