# ruff: noqa: INP001, S310, S314, T201 - a program to copy: it speaks to one trusted instance, and prints
"""The first half of a national system, with XML and nothing but Python's own library: lodge a notice, pull papers.

    PENSTOCK_URL=https://penstock.example PENSTOCK_TOKEN=pst_... python client.py lodge our-id reference=2031/17 ...

What comes from the instance is trusted here; what comes from elsewhere should not go to ElementTree unguarded.
"""

import os
import sys
import urllib.request
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from urllib.parse import urlencode

SPACE = "urn:penstock:papers:1"


def call(path: str, body: bytes | None = None) -> ET.Element:
    """One call of the API; urllib raises where the document as a whole is refused."""
    headers = {"Authorization": f"Bearer {os.environ['PENSTOCK_TOKEN']}", "Accept": "application/xml"}
    headers |= {"Content-Type": "application/xml"} if body else {}
    request = urllib.request.Request(os.environ["PENSTOCK_URL"] + "/api/v1" + path, body, headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return ET.fromstring(answer.read())


def lodge(paper_id: str, content: dict[str, str]) -> ET.Element:
    """Draft and send a notice; answers its receipt."""
    papers = ET.Element("papers", xmlns=SPACE)
    notice = ET.SubElement(papers, "notice", id=paper_id)
    for name, value in content.items():
        ET.SubElement(notice, name).text = value
    return call("/papers", ET.tostring(papers, encoding="utf-8"))[0]


def papers_since(since: str = "") -> Iterator[ET.Element]:
    """Every paper after one, oldest first."""
    more = True
    while more:
        page = call("/papers?" + urlencode({"since": since, "limit": 100}))
        yield from page
        since, more = page.get("next", since), page.get("more") == "true"


if __name__ == "__main__":
    if sys.argv[1] == "lodge":
        receipt = lodge(sys.argv[2], dict(one.split("=", 1) for one in sys.argv[3:]))
        print(receipt.attrib)
        for fault in receipt:
            print(f"{fault.get('field')}: {fault.get('message')}", file=sys.stderr)
        sys.exit(receipt.get("outcome") == "refused")
    for paper in papers_since(*sys.argv[2:]):
        print(paper.tag.removeprefix(f"{{{SPACE}}}"), paper.attrib)
