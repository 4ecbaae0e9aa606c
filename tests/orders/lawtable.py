"""Example orders on each side of each quantity that a law names for sales, with the answer written from its text.

Nothing here is read out of the packs. The customer of every example has shown nothing at all: no licence, no
declaration, no proof of identity. So the order goes as long as the law asks for nothing, and is held where it does.

    Union, Regulation (EC) No 273/2004, Annex II: articles 3 to 5 do not apply "where the quantities involved do not
      exceed those indicated in Annex II over a period of one year" (article 6): at the quantity it still goes.
    Great Britain: the same Regulation as it was kept.
    Canada, SOR/2002-359, section 8: a declaration for a quantity that exceeds the one in the schedule: at it, it goes.
      Where the schedule names 0, any quantity is beyond it.
    United States, 21 CFR 1310.04(f): a transaction is regulated from the threshold amount on, so at it identity is owed
      (21 U.S.C. 830(a)(3)). Chemicals without a threshold are regulated in any amount.
    United States, scheduled listed products at retail, 21 U.S.C. 830(d)(1), (e) and 844(a): more than 3.6 g a day, 7.5
      g in 30 days by post, 9 g in 30 days bought is forbidden; up to it, it may be sold to whoever proves identity.
"""

from typing import NamedTuple

GO, HOLD = "go", "hold"


class Example(NamedTuple):
    """A threshold (pack, list, entry, over what, whose), goods, a unit, and quantities with the answer that is due."""

    country: str
    key: tuple[str, str, str, str, str]
    goods: str
    unit: str
    due: tuple[tuple[str, str], ...]
    channel: str = "trade"
    form: str = "substance"
    identified: bool = False
    before: str = ""
    """What was bought ten days before, in the same unit; the quantities come on top."""


def _annex(country: str, pack: str, code: str, goods: str, unit: str, *quantities: str) -> Example:
    below, at, above = quantities
    return Example(
        country, (pack, code, goods, "year", "customer"), goods, unit, ((below, GO), (at, GO), (above, HOLD))
    )


ANNEX_II = (
    ("acetic-anhydride", "2A", "l", "99.999", "100", "100.001"),
    ("potassium-permanganate", "2B", "kg", "99.999", "100", "100.001"),
    ("anthranilic-acid", "2B", "kg", "0.999", "1", "1.001"),
    ("phenylacetic-acid", "2B", "kg", "0.999", "1", "1.001"),
    ("piperidine", "2B", "kg", "0.499", "0.5", "0.501"),
    ("red-phosphorus", "2A", "kg", "0.099", "0.1", "0.101"),
)
UNION = tuple(_annex("NL", "eu", code, goods, *rest) for goods, code, *rest in ANNEX_II)
BRITAIN = tuple(_annex("GB", "gb", "2", goods, *rest) for goods, _code, *rest in ANNEX_II)
SCHEDULE = (
    ("acetic-anhydride", "kg", "999.999", "1000", "1000.001"),
    ("n-acetylanthranilic-acid", "kg", "0.999", "1", "1.001"),
    ("anthranilic-acid", "kg", "0.999", "1", "1.001"),
    ("isosafrole", "kg", "0.499", "0.5", "0.501"),
    ("phenylacetic-acid", "kg", "0.999", "1", "1.001"),
    ("piperidine", "kg", "0.499", "0.5", "0.501"),
    ("piperonal", "kg", "0.499", "0.5", "0.501"),
    ("potassium-permanganate", "kg", "49.999", "50", "50.001"),
    ("safrole", "kg", "0.249", "0.25", "0.251"),
)
PER_PACKAGE = (
    ("ephedra", "g", "19.9", "20", "20.1"),
    ("ephedrine", "g", "0.39", "0.4", "0.41"),
    ("pseudoephedrine", "g", "2.9", "3", "3.1"),
)
ANY_IN_CANADA = (
    "ergometrine", "ergotamine", "lysergic-acid", "mdp2p", "pmk-glycidic-acid-methyl-ester", "norephedrine", "p2p",
    "bmk-glycidic-acid-methyl-ester", "apaa", "gamma-butyrolactone", "1-4-butanediol", "red-phosphorus",
    "white-phosphorus", "hypophosphorous-acid", "hydriodic-acid", "apaan", "propionyl-chloride", "npp", "4-piperidone",
    "1-boc-4-piperidone", "3-methyl-4-piperidone", "1-benzyl-4-piperidone", "norfentanyl",
    "phenethylpiperidinylidene-phenylamine", "4-ap", "1-boc-4-ap", "4-fluoro-1-boc-4-ap", "4-fluoro-4-ap",
    "4-bromo-1-boc-4-ap", "trimethylcyclohexanediamine", "benzylfentanyl", "phenethyl-bromide", "propionic-anhydride",
    "phenethyl-iodide", "phenethyl-chloride", "r-29676",
)  # fmt: skip
CANADA = (
    *(
        Example("CA", ("ca", "A", goods, "transaction", ""), goods, unit, ((below, GO), (at, GO), (above, HOLD)))
        for goods, unit, below, at, above in SCHEDULE
    ),
    *(
        Example("CA", ("ca", "A", goods, "package", ""), goods, unit, ((below, GO), (at, GO), (above, HOLD)))
        for goods, unit, below, at, above in PER_PACKAGE
    ),
    *(Example("CA", ("ca", "A", goods, "transaction", ""), goods, "g", (("0.001", HOLD),)) for goods in ANY_IN_CANADA),
    Example("CA", ("ca", "A", "hypophosphorous-acid-derivatives", "transaction", ""),
            "ca:hypophosphorous-acid-derivatives", "g", (("0.001", HOLD),)),
)  # fmt: skip
LIST_ONE = (
    ("anthranilic-acid", "kg", "29.999", "30", "30.001"),
    ("n-acetylanthranilic-acid", "kg", "39.999", "40", "40.001"),
    ("benzyl-cyanide", "kg", "0.999", "1", "1.001"),
    ("ergometrine", "g", "9.99", "10", "10.01"),
    ("ergotamine", "g", "19.99", "20", "20.01"),
    ("phenylacetic-acid", "kg", "0.999", "1", "1.001"),
    ("piperidine", "kg", "0.499", "0.5", "0.501"),
    ("cathine", "kg", "2.499", "2.5", "2.501"),
    ("norephedrine", "kg", "2.499", "2.5", "2.501"),
    ("mdp2p", "kg", "3.999", "4", "4.001"),
    ("methylamine", "kg", "0.999", "1", "1.001"),
    ("ethylamine", "kg", "0.999", "1", "1.001"),
    ("hydriodic-acid", "kg", "1.699", "1.7", "1.701"),
    ("isosafrole", "kg", "3.999", "4", "4.001"),
    ("safrole", "kg", "3.999", "4", "4.001"),
    ("piperonal", "kg", "3.999", "4", "4.001"),
    ("propionic-anhydride", "g", "0.99", "1", "1.01"),
    ("benzaldehyde", "kg", "3.999", "4", "4.001"),
    ("nitroethane", "kg", "2.499", "2.5", "2.501"),
)
LIST_TWO = (
    ("acetic-anhydride", "kg", "1022.999", "1023", "1023.001"),
    ("acetone", "kg", "149.999", "150", "150.001"),
    ("ethyl-ether", "kg", "135.799", "135.8", "135.801"),
    ("methyl-ethyl-ketone", "kg", "144.999", "145", "145.001"),
    ("toluene", "kg", "158.999", "159", "159.001"),
    ("potassium-permanganate", "kg", "54.999", "55", "55.001"),
)
ANY_IN_AMERICA = (
    "ephedrine", "pseudoephedrine", "gamma-butyrolactone", "red-phosphorus", "white-phosphorus", "hypophosphorous-acid",
    "npp", "iodine", "apaan", "benzylfentanyl", "4-ap", "1-boc-4-ap", "4-piperidone", "1-boc-4-piperidone", "apaa",
    "pmk-glycidic-acid", "pmk-glycidic-acid-methyl-ester", "propionyl-chloride", "bmk-glycidic-acid",
)  # fmt: skip
GENERIC_IN_AMERICA = (
    "4-ap-amides", "4-ap-carbamates", "4-ap-halides", "4-piperidone-acetals", "4-piperidone-cyclic-acetals",
    "4-piperidone-amides", "4-piperidone-carbamates",
)  # fmt: skip
PRODUCTS = ("ephedrine", "pseudoephedrine", "norephedrine")


def _retail(goods: str, per: str, of: str, channel: str, *quantities: str, before: str = "") -> Example:
    below, at, above = quantities
    due = ((below, GO), (at, GO), (above, HOLD))
    key = ("us", "SLCP", f"{goods}-products", per, of)
    return Example("US", key, goods, "g", due, channel, "preparation", identified=True, before=before)


AMERICA = (
    *(
        Example("US", ("us", "I", goods, "month", "customer"), goods, unit, ((below, GO), (at, HOLD), (above, HOLD)))
        for goods, unit, below, at, above in LIST_ONE
    ),
    *(
        Example("US", ("us", "II", goods, "month", "customer"), goods, unit, ((below, GO), (at, HOLD), (above, HOLD)))
        for goods, unit, below, at, above in LIST_TWO
    ),
    *(Example("US", ("us", "I", one, "transaction", ""), one, "g", (("0.001", HOLD),)) for one in ANY_IN_AMERICA),
    *(
        Example("US", ("us", "I", one, "transaction", ""), f"us:{one}", "g", (("0.001", HOLD),))
        for one in GENERIC_IN_AMERICA
    ),
    *(_retail(one, "day", "customer", "counter", "3.59", "3.6", "3.61") for one in PRODUCTS),
    *(_retail(one, "30-days", "customer", "mail", "2.49", "2.5", "2.51", before="5") for one in PRODUCTS),
    *(_retail(one, "30-days", "buyer", "counter", "2.99", "3", "3.01", before="6") for one in PRODUCTS),
)
EXAMPLES = (*UNION, *BRITAIN, *CANADA, *AMERICA)
