"""The shape of a permit in documents: what article 31(4) of the 1961 Convention asks it to state, and how it stands."""

from penstock.exchange.papers.shapes import Shape, answered, counted, said
from penstock.permits.applications.judging.papers import NAMES
from penstock.permits.states import STATES

LONG = 5000

SUBSTANCE = Shape(
    name="permit-substance",
    about="What a permit allows of one substance",
    marks=(
        said("substance", "its id in the register of substances", required=True),
        said("name", "its international non-proprietary or usual name", required=True),
        said("cas", "its CAS number"),
        said("form", "the salt or form, where it is not the substance itself"),
        said("quantity", "how much, in digits", required=True),
        said("unit", "the unit of the quantity", required=True),
        said("pure", "the pure substance in it", required=True),
        said("pure_unit", "kg, or l where a volume is stated", required=True),
        said("product", "the name of a preparation"),
        said("dosage_form", "its pharmaceutical form"),
        said("strength", "milligrams in a unit of it"),
        said("units", "how many units of it"),
        said("hs_code", "its code in the Harmonized System"),
    ),
)
PERMIT = Shape(
    name="permit",
    about="A permit as it stands",
    listed="substances",
    marks=(
        said("id", "the id of the act that made it stand so"),
        said("number", "its number", required=True),
        said("paper", f"what it is: {', '.join(NAMES)}", required=True),
        said("direction", "import, export or transit", required=True),
        said("state", f"how it stands: {', '.join(STATES)}", required=True),
        counted("edition", "which edition of it", required=True),
        said("country", "the country whose authority issued it", required=True),
        said("issued_by", "that authority", required=True),
        said("issued_on", "the day on which it was issued", required=True),
        said("valid_from", "its first day", required=True),
        said("valid_until", "its last day; missing where it has none"),
        said("shipments", "one or many", required=True),
        said("purpose", "what the goods are for"),
        said("own_name", "the company in the issuing country", required=True),
        said("own_address", "its address", longest=LONG),
        said("other_country", "the other country", required=True),
        said("other_name", "the company there"),
        said("other_address", "its address", longest=LONG),
        said("consignee", "where the goods go to another"),
        said("own_place", "the point of entry or exit in the issuing country"),
        said("other_place", "that in the other country"),
        said("transport_mode", "the means of transport"),
        said("cited", "the paper of the other country on which it rests"),
        said("cited_issuer", "who issued that"),
        said("cited_on", "and when"),
        said("replaces", "the permit in whose place it stands"),
        said("conditions", "under which it was issued", longest=LONG),
        said("reason", "why it is suspended or has ended", longest=LONG),
    ),
    parts=(SUBSTANCE,),
)
PERMITS = Shape(
    name="permits",
    about="Permits, in the order in which something happened to them",
    listed="permits",
    marks=(
        said("next", "what to ask for as `since` the next time"),
        answered("more", "whether there is more already"),
    ),
    parts=(PERMIT,),
)
