"""Files of a pack made into records; a bad row is named by file, line and column, and the pack is refused."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from penstock.catalogue.law.records import Column, columns_of

Record = TypeVar("Record")


class PackError(ValueError):
    """A pack that cannot be used; the message names the file, the line and the fault."""

    def __init__(self, path: Path, line: int, fault: str) -> None:
        """Say what is wrong and where; line 0 means the file as a whole."""
        self.path, self.line, self.fault = path, line, fault
        super().__init__(f"{path.parent.name}/{path.name}, line {line}: {fault}")


class Read(NamedTuple):
    """A record with the place it was read at, so that a later check can name its row."""

    record: Any
    path: Path
    line: int

    def refuse(self, fault: str) -> PackError:
        """Return the error that refuses the pack for this row."""
        return PackError(self.path, self.line, fault)


def read_file(record: type[Record], path: Path) -> tuple[Record, ...]:
    """Return the records of a file, of which the heading must be the columns of the class."""
    return tuple(each.record for each in read_rows(record, path))


def read_rows(record: type[Record], path: Path) -> Iterator[Read]:
    """Yield the records of a file with their lines."""
    columns = columns_of(record)
    wanted = [each.name for each in columns]
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.reader(lines, strict=True)
            heading = next(reader, None)
            if heading != wanted:
                raise PackError(path, 1, f"the heading must be {','.join(wanted)}")
            for values in reader:
                if len(values) != len(wanted):
                    raise PackError(path, reader.line_num, f"{len(wanted)} values are wanted, {len(values)} given")
                yield Read(record(*_values(columns, values, path, reader.line_num)), path, reader.line_num)
    except (OSError, csv.Error, UnicodeDecodeError) as fault:
        raise PackError(path, 0, f"cannot be read: {fault}") from fault


def _values(columns: tuple[Column, ...], values: list[str], path: Path, line: int) -> Iterator[Any]:
    for each, value in zip(columns, map(str.strip, values), strict=True):
        if each.required and not value:
            raise PackError(path, line, f"{each.name} is empty")
        try:
            yield each.kind.read(value)
        except ValueError as fault:
            raise PackError(path, line, f"{each.name} {fault}") from None
