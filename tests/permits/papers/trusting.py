"""A store of certificates for NSS, such as pdfsig reads, made by the library itself: Debian's tool for it is apart.

Run as a process of its own, for the library keeps one store for each.
"""

import ctypes
import ctypes.util
import sys
from pathlib import Path
from subprocess import run

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

LIBRARY = ctypes.util.find_library("nss3")


def trusted(store: Path, certificate: str) -> Path:
    """A new store in which one certificate is relied on; skips where the library of NSS is not there."""
    if LIBRARY is None:
        pytest.skip("the library of NSS, which pdfsig stands on, is not found")
    store.mkdir()
    told = x509.load_pem_x509_certificate(certificate.encode()).public_bytes(Encoding.DER)
    run([sys.executable, __file__, str(store)], input=told, check=True)
    return store


class Item(ctypes.Structure):
    """A SECItem: a kind, and bytes."""

    _fields_ = [("kind", ctypes.c_int), ("data", ctypes.c_char_p), ("length", ctypes.c_uint)]


class Trust(ctypes.Structure):
    """A CERTCertTrust: flags for servers, mail and programmes."""

    _fields_ = [(name, ctypes.c_uint) for name in ("servers", "mail", "programmes")]


def keep(store: str, told: bytes) -> None:
    """Put a certificate into a new store, as one to rely on for whatever it signed."""
    nss = ctypes.CDLL(LIBRARY)
    for name in ("PK11_GetInternalKeySlot", "CERT_GetDefaultCertDB", "CERT_NewTempCertificate"):
        getattr(nss, name).restype = ctypes.c_void_p
    assert nss.NSS_InitReadWrite(f"sql:{store}".encode()) == 0
    slot, handle = ctypes.c_void_p(nss.PK11_GetInternalKeySlot()), ctypes.c_void_p(nss.CERT_GetDefaultCertDB())
    assert nss.PK11_InitPin(slot, None, b"") == 0
    item, trust = Item(0, told, len(told)), Trust()
    found = ctypes.c_void_p(nss.CERT_NewTempCertificate(handle, ctypes.byref(item), None, 0, 1))
    assert nss.PK11_ImportCert(slot, found, ctypes.c_ulong(0), b"authority", 0) == 0
    assert nss.CERT_DecodeTrustString(ctypes.byref(trust), b"C,C,C") == 0
    assert nss.CERT_ChangeCertTrust(handle, found, ctypes.byref(trust)) == 0
    for release, what in (("CERT_DestroyCertificate", found), ("PK11_FreeSlot", slot)):
        getattr(nss, release)(what)
    assert nss.NSS_Shutdown() == 0


if __name__ == "__main__":
    keep(sys.argv[1], sys.stdin.buffer.read())
