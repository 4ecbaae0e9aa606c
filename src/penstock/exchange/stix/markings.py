"""The marking definitions of the Traffic Light Protocol 2.0, under the identifiers that OASIS gave them."""

from collections.abc import Mapping

from penstock.exchange.stix.identifiers import SPEC, Stix

TLP_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
TLP_IDS: Mapping[str, str] = {
    "CLEAR": "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
    "GREEN": "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    "AMBER": "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    "AMBER+STRICT": "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
    "RED": "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
}
SINCE = "2022-10-01T00:00:00.000Z"


def marking(tlp: str) -> list[str]:
    """What an object refers to that bears this marking."""
    return [TLP_IDS[tlp]]


def tlp_of(refs: object) -> str:
    """The strictest marking among those an object refers to; AMBER where it bears none of them."""
    found = [name for name, id_ in TLP_IDS.items() if isinstance(refs, list) and id_ in refs]
    return found[-1] if found else "AMBER"


def definitions() -> list[Stix]:
    """The marking definitions themselves."""
    return [
        {
            "type": "marking-definition",
            "spec_version": SPEC,
            "id": id_,
            "created": SINCE,
            "name": f"TLP:{name}",
            "extensions": {TLP_EXTENSION: {"extension_type": "property-extension", "tlp_2_0": name.lower()}},
        }
        for name, id_ in TLP_IDS.items()
    ]
