"""What an order or a licence is about: a substance of the catalogue, or an entry of a list by its key."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from penstock.catalogue.law.book import Book
from penstock.catalogue.law.force import current_book
from penstock.kernel.forms.types import Invalid, Listed, Text


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


@lru_cache(maxsize=4)
def _known(book: Book) -> Mapping[str, str]:
    """Ids of goods by everything they may be called; an id itself comes before a name."""
    named = {_folded(name.text): id_ for id_, names in book.names.items() for name in names}
    named |= {
        number.number: id_ for id_, numbers in book.numbers.items() for number in numbers if number.system == "cas"
    }
    named |= {_folded(one.name): id_ for id_, one in book.substances.items()}
    named |= {one.cas: id_ for id_, one in book.substances.items() if one.cas}
    named |= {id_: id_ for id_ in book.substances}
    named |= {rule.key: rule.key for rule in book.rules if not rule.entry.substance}
    return MappingProxyType(named)


def goods_called(written: str) -> str | None:
    """The id of a substance by its id, name or number, or the key of an entry without one, such as us:4-ap-amides."""
    return _known(current_book()).get(_folded(written))


@lru_cache(maxsize=4096)
def _title(book: Book, goods: str) -> str:
    if goods in book.substances:
        return book.substances[goods].name
    return next((rule.entry.wording for rule in book.rules if rule.key == goods), goods)


def title_of(goods: str) -> str:
    """What goods are called; their id where the law in force knows them no more."""
    return _title(current_book(), goods)


class Goods(Text):
    """Goods by their id; names and CAS numbers of the law in force are understood too."""

    def parse(self, raw: object) -> str | None:
        """The id; Invalid when no list and no register knows it."""
        text = self.clean(raw)
        if not text:
            return None
        found = goods_called(text)
        if found is None:
            how = "'{given}' is not known here; write its name, its CAS number, or an entry such as us:4-ap-amides."
            raise Invalid("unknown_goods", how, given=text)
        return found

    def show(self, value: str | None) -> str:
        """What the law calls it."""
        return title_of(value) if value else ""


class ManyGoods(Listed):
    """Several goods, parted by semicolons."""

    def __init__(self) -> None:
        """Read each as one."""
        super().__init__(Goods(), spaced=True)
