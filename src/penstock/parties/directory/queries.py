"""Reads of the directory; the viewer comes first."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from penstock.kernel.clock import today
from penstock.kernel.models import Event, Signature
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.parties.directory.models import Candidacy, DayCorrection, Entry, Specimen
from penstock.parties.duties import ADMINISTER
from penstock.parties.models import Delegation, Government, Organisation, Person
from penstock.parties.queries import people_with, secretariat


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the directory is narrowed to; empty means everything."""

    text: str = ""
    country: str = ""
    kind: str = ""
    competence: str = ""
    role: str = ""


def entries(viewer: Viewer, wanted: Wanted | None = None) -> list[Entry]:
    """The entries that have not ended, by country, kind and name."""
    asked = wanted or Wanted()
    rows = Entry.objects.visible_to(viewer).filter(ended_on__isnull=True).select_related("government", "organisation")
    if asked.country:
        rows = rows.filter(government=asked.country)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.competence:
        rows = rows.filter(content__competences__contains=[asked.competence])
    if asked.role:
        rows = rows.filter(content__role=asked.role)
    if asked.text:
        named = Q(name__icontains=asked.text) | Q(organisation__name__icontains=asked.text)
        rows = rows.filter(named | Q(government__name__icontains=asked.text))
    return list(rows.order_by("government__name", "government_id", "kind", "name", "id"))


def stale_countries(viewer: Viewer) -> set[str]:
    """The countries with an entry about which nobody answered in time."""
    rows = Entry.objects.visible_to(viewer).filter(stale_on__isnull=False, ended_on__isnull=True)
    return set(rows.values_list("government_id", flat=True))


def entry(viewer: Viewer, entry_id: UUID) -> Entry:
    """One entry, ended or not; NotVisible when there is none for this viewer."""
    rows = Entry.objects.visible_to(viewer).select_related("government", "organisation")
    found = rows.filter(pk=entry_id).first()
    if found is None:
        raise NotVisible
    return found


def public_entries(viewer: Viewer) -> list[Entry]:
    """What the authorities of the viewer's own country show to its companies."""
    own = Organisation.objects.filter(id=viewer.organisation_id).values("government")
    rows = Entry.objects.visible_to(viewer).filter(is_public=True, ended_on__isnull=True, government__in=own)
    return list(rows.select_related("government", "organisation"))


def history(viewer: Viewer, entry_id: UUID) -> list[Event]:
    """What was done to an entry, the newest first; only its own country and the secretariat see any of it."""
    return list(Event.objects.visible_to(viewer).filter(case_id=entry_id).order_by("-seq"))


def specimens(viewer: Viewer, entry_id: UUID) -> list[Specimen]:
    """The specimens of an entry, those that have ended too."""
    return list(Specimen.objects.visible_to(viewer).filter(entry=entry_id))


def specimen(viewer: Viewer, specimen_id: UUID) -> Specimen:
    """One specimen; NotVisible when there is none for this viewer."""
    found = Specimen.objects.visible_to(viewer).select_related("entry").filter(pk=specimen_id).first()
    if found is None:
        raise NotVisible
    return found


def government_named(code: str) -> Government:
    """The government with this code; NotVisible when there is none."""
    found = Government.objects.filter(code=code.upper()).first()
    if found is None:
        raise NotVisible
    return found


def governments() -> dict[str, str]:
    """The governments that take part, by code."""
    return dict(Government.objects.values_list("code", "name"))


def offices_of(code: str) -> list[Organisation]:
    """The authorities of a government."""
    return list(Organisation.objects.filter(kind="authority", government=code))


def keeps(viewer: Viewer, code: str) -> bool:
    """Whether the viewer keeps a country's part of the directory: its administrators do, and the secretariat's."""
    if viewer.is_system:
        return True
    if not viewer.has(ADMINISTER):
        return False
    own = Organisation.objects.filter(id=viewer.organisation_id).values_list("kind", "government_id").first()
    return own in {("authority", code), ("secretariat", None)}


def require_keeper(viewer: Viewer, code: str) -> Government:
    """The government, for whoever keeps its part of the directory; NotVisible for anybody else."""
    viewer.needs(ADMINISTER)
    found = government_named(code)
    if not keeps(viewer, found.code):
        raise NotVisible
    return found


def readers_of(code: str) -> list[UUID]:
    """The offices that see what is done to a country's part: its authorities, and the secretariat."""
    own = Organisation.objects.filter(kind="authority", government=code).values_list("id", flat=True)
    return [*own, secretariat().id]


def administrators(code: str) -> list[Person]:
    """The people who administer a country today."""
    return [person for office in offices_of(code) for person in people_with(ADMINISTER, office.id)]


def corrections(code: str, year: int | None = None) -> list[DayCorrection]:
    """The corrections of a country's calendar that stand, of one year or of all."""
    rows = DayCorrection.objects.filter(government=code, withdrawn_at__isnull=True)
    return list(rows if year is None else rows.filter(day__year=year))


def correction(viewer: Viewer, correction_id: UUID) -> DayCorrection:
    """A correction that stands, for whoever keeps that country's part; NotVisible otherwise."""
    rows = DayCorrection.objects.filter(pk=correction_id, withdrawn_at__isnull=True).select_related("government")
    found = rows.first()
    if found is None or not keeps(viewer, found.government_id):
        raise NotVisible
    return found


def people_of(viewer: Viewer, code: str) -> list[Person]:
    """The people of a country's authorities with an account, for whoever keeps its part; NotVisible otherwise."""
    require_keeper(viewer, code)
    rows = Person.objects.filter(organisation__kind="authority", organisation__government=code, is_active=True)
    return list(rows.select_related("organisation").order_by("organisation__name", "name"))


def colleagues(viewer: Viewer) -> list[Person]:
    """The other people of the viewer's office."""
    rows = Person.objects.filter(organisation=viewer.organisation_id, is_active=True)
    return list(rows.exclude(id=viewer.person_id))


def delegations(viewer: Viewer) -> list[Delegation]:
    """What the viewer leaves to others and what is left to the viewer, unless it is over."""
    mine = Q(giver=viewer.person_id) | Q(taker=viewer.person_id)
    rows = Delegation.objects.filter(mine, until_on__gte=today())
    return list(rows.select_related("giver", "taker").order_by("from_on", "made_at"))


def candidacies(viewer: Viewer) -> list[Candidacy]:
    """Who asked to be a country's first administrator, the newest first."""
    return list(Candidacy.objects.visible_to(viewer).select_related("government")[:200])


def candidacy(viewer: Viewer, candidacy_id: UUID) -> Candidacy:
    """One candidacy; NotVisible when there is none for this viewer."""
    found = Candidacy.objects.visible_to(viewer).select_related("government").filter(pk=candidacy_id).first()
    if found is None:
        raise NotVisible
    return found


def checks(viewer: Viewer, case: Candidacy) -> list[Signature]:
    """What was signed on a candidacy, the newest first."""
    rows = Signature.objects.filter(case_id=case.pk, organisation_id=viewer.organisation_id)
    return list(rows.order_by("-signed_at"))
