"""A signature after PAdES over a whole PDF, with the key of the authority that issues the paper.

Who keeps the keys is said by a regime above: papers of all regimes are signed with the one key of their authority.
"""

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from penstock.kernel.viewer import Refused
from penstock.parties.models import Organisation

SIGNATURE_AS_HEX = 16_384
"""Room left for the signature and its one certificate, some 3,000 digits; without it everything is signed twice."""


@dataclass(frozen=True, slots=True)
class Seal:
    """A key to sign with: how it is called, its certificate and the private key, both as PEM."""

    kid: str
    certificate: str
    private: bytes


KEEPERS_OF_KEYS: list[Callable[[Organisation], Seal]] = []
"""Who answers the key of an authority; the regime that keeps keys adds itself, and is asked for each paper."""


def seal_of(authority: Organisation) -> Seal:
    """The key with which an authority signs today; Refused where nobody keeps keys."""
    if not KEEPERS_OF_KEYS:
        raise Refused("no_keys", "Nobody keeps keys of authorities here, so that no paper can be signed.")
    return KEEPERS_OF_KEYS[0](authority)


def sealed(pdf: bytes, seal: Seal, *, name: str, country: str, reference: str) -> bytes:
    """A PDF with the authority's signature over all of it, as an increment that leaves what was there untouched."""
    how = signers.PdfSignatureMetadata(
        field_name="IssuingAuthority",
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=name,
        location=country,
        reason=reference,
    )
    signer = signers.PdfSigner(how, _signer(seal))

    def sign() -> bytes:
        out = signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), bytes_reserved=SIGNATURE_AS_HEX)
        made: bytes = out.getvalue()
        return made

    # pyHanko opens an event loop, which fails where one runs in this thread already: so it gets a thread of its own.
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(sign).result()


def _signer(seal: Seal) -> signers.SimpleSigner:
    return signers.SimpleSigner(
        signing_cert=_certificate(seal.certificate),
        signing_key=load_private_key_from_pemder_data(seal.private, passphrase=None),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
    )


@lru_cache(maxsize=64)
def _certificate(written: str) -> Any:
    return next(iter(load_certs_from_pemder_data(written.encode())))
