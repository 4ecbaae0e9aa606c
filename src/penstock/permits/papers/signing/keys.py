"""Keys of authorities: made, kept sealed, published, and changed for new ones.

They are ECDSA keys on P-256 (ES256, RFC 7518): pdfsig of Debian refuses PDFs signed with Ed25519, and every browser
verifies this kind. This is the one place where private keys are opened; it reads them as the system, since a company
that fetches its permit has it signed with a key that it may not see.
"""

import base64
import hashlib
from collections.abc import Iterator
from datetime import UTC, timedelta
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

from cryptography import x509
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.db import transaction
from joserfc.jwk import ECKey

from penstock.cases.printing.sealing import KEEPERS_OF_KEYS, Seal
from penstock.kernel import record
from penstock.kernel.clock import now
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Refused, Viewer
from penstock.parties.duties import SIGN_PERMITS
from penstock.parties.models import Organisation
from penstock.permits.papers.models import Key

CERTIFIED_FOR = timedelta(days=3653)
LONGEST_NAME = 64
"""Of a name in a certificate, in characters (X.520, ub-common-name)."""
KID_LENGTH = 16
SIGNS_FILES_AND_ITSELF = x509.KeyUsage(
    digital_signature=True,
    content_commitment=True,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=True,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)


def current_key(authority: Organisation) -> Key:
    """The key that an authority signs with; made when it signs for the first time."""
    with acting(SYSTEM):
        found = _current(authority.pk)
        if found is None:
            # Whoever else makes the first one waits here, and then finds it.
            Organisation.objects.select_for_update().get(pk=authority.pk)
            found = _current(authority.pk) or _made(authority, SYSTEM)
        return found


def rotate(*, viewer: Viewer, is_distrusted: bool) -> Key:
    """Have the viewer's authority sign with a new key; what the old one signed is refused if it is distrusted."""
    viewer.needs(SIGN_PERMITS)
    with transaction.atomic():
        authority = Organisation.objects.select_for_update().get(pk=viewer.organisation_id)
        if authority.kind != "authority":
            raise Refused("no_authority", "Only authorities issue permits, and have keys to sign them.")
        old = Key.objects.visible_to(viewer).filter(retired_at=None).first()
        if old is not None:
            old.retired_at, old.is_distrusted = now(), is_distrusted
            old.save(update_fields=["retired_at", "is_distrusted"])
        return _made(authority, viewer, before=old)


def _current(organisation_id: UUID) -> Key | None:
    rows = Key.objects.visible_to(SYSTEM).filter(organisation=organisation_id, retired_at=None)
    return rows.select_related("organisation").first()


def _made(authority: Organisation, viewer: Viewer, before: Key | None = None) -> Key:
    made = ec.generate_private_key(ec.SECP256R1())
    jwk = ECKey.import_key(_pem(made))
    key = Key(
        organisation=authority,
        kid=jwk.thumbprint()[:KID_LENGTH],
        public=jwk.as_dict(private=False),
        certificate=_certificate(authority, made),
        private=_box().encrypt(_pem(made)).decode(),
        made_by=viewer.name,
    )
    key.save(force_insert=True)
    told: dict[str, object] = {"kid": key.kid, "fingerprint": fingerprint(key)}
    if before is not None:
        told |= {"before": before.kid, "distrusted": before.is_distrusted}
    record.append(
        record.Act(
            name="permit.key_changed" if before else "permit.key_made",
            case_id=None,
            viewer=viewer,
            audience=[authority.pk],
            data=told,
            duty=SIGN_PERMITS,
        )
    )
    return key


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _certificate(authority: Organisation, key: ec.EllipticCurvePrivateKey) -> str:
    """A certificate in which the authority says for itself that the key is its own.

    It is one of an issuer, for no more than itself: NSS, on which pdfsig and others stand, relies on nothing else.
    """
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, authority.government_id or "ZZ"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, authority.name[:LONGEST_NAME]),
            x509.NameAttribute(NameOID.COMMON_NAME, authority.name[:LONGEST_NAME]),
        ]
    )
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # A clock that is a little late must not refuse the first papers.
        .not_valid_before(now().astimezone(UTC) - timedelta(hours=1))
        .not_valid_after(now().astimezone(UTC) + CERTIFIED_FOR)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(SIGNS_FILES_AND_ITSELF, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return built.public_bytes(serialization.Encoding.PEM).decode()


def fingerprint(key: Key) -> str:
    """SHA-256 over the certificate, as others show it."""
    return x509.load_pem_x509_certificate(key.certificate.encode()).fingerprint(hashes.SHA256()).hex()


def opened(key: Key) -> bytes:
    """The private key as PEM; Refused where the instance's own key was changed since."""
    try:
        return _box().decrypt(key.private.encode())
    except InvalidToken:
        text = "The key of the authority cannot be opened. Its head makes a new one on the page of keys."
        raise Refused("key_lost", text) from None


def seal_of(key: Key) -> Seal:
    """A key as papers are signed with it."""
    return Seal(key.kid, key.certificate, opened(key))


KEEPERS_OF_KEYS.append(lambda authority: seal_of(current_key(authority)))


def _box() -> Fernet:
    said = f"keys of permits\n{settings.FORM_KEY or settings.SECRET_KEY}"
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(said.encode()).digest()))


def private_jwk(key: Key) -> ECKey:
    """The private key as joserfc signs with it."""
    return ECKey.import_key(opened(key))


@lru_cache(maxsize=256)
def public_jwk(x: str, y: str) -> ECKey:
    """A public key as joserfc verifies with it; a busy house asks for the same few again and again."""
    return ECKey.import_key({"kty": "EC", "crv": "P-256", "x": x, "y": y})


def key_by_kid(kid: str) -> Key | None:
    """A key that was ever made, for whoever acts as the system already."""
    return Key.objects.visible_to(SYSTEM).filter(kid=kid).first()


def published() -> list[Key]:
    """The keys of all authorities that may be relied on, with their authorities."""
    with acting(SYSTEM):
        rows = Key.objects.visible_to(SYSTEM).filter(is_distrusted=False)
        return list(rows.select_related("organisation").order_by("organisation__name", "-made_at"))


def key_set() -> dict[str, Any]:
    """The published keys as a JWK set (RFC 7517); `nbf` and `exp` are their days, `authority` and `country` whose."""
    return {"keys": list(map(_told, published()))}


def _told(key: Key) -> dict[str, Any]:
    ends = {"exp": int(key.retired_at.timestamp())} if key.retired_at else {}
    return {
        **cast("dict[str, Any]", key.public),
        "kid": key.kid,
        "use": "sig",
        "alg": "ES256",
        "nbf": int(key.made_at.timestamp()),
        **ends,
        "authority": key.organisation.name,
        "country": key.organisation.government_id or "",
        "x5c": ["".join(_lines(key))],
    }


def _lines(key: Key) -> Iterator[str]:
    return (line for line in key.certificate.splitlines() if not line.startswith("-----"))
