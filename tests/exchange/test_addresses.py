"""The guard of addresses: no webhook reaches into our own network, is led elsewhere, or keeps a courier for long."""

import ipaddress
import socket
import ssl
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from penstock.exchange.webhooks import posting
from penstock.exchange.webhooks.addresses import Unfit, is_public, resolved, target_of
from penstock.exchange.webhooks.posting import post

PRIVATE = {
    "IPv4": "127.0.0.1 127.255.0.1 0.0.0.0 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 198.18.0.1",
    "kept aside": "192.0.2.1 224.0.0.1 240.0.0.1 255.255.255.255 2001:db8::1 ff02::1",
    "IPv6": ":: ::1 fe80::1 fc00::1 fd12::1",
    "wrapped": "::ffff:10.0.0.1 ::ffff:127.0.0.1 64:ff9b::a00:1 2002:a00:1:: 2001:0:a00:1::",
}
ADDRESSES = " ".join(PRIVATE.values()).split()
ELSEWHERE = "93.184.216.34"


@pytest.fixture
def _strict(settings):
    settings.WEBHOOKS_TO_LOOPBACK = False


def resolving_to(*addresses):
    def resolve(_host, port, **_):
        return [
            (socket.AF_INET6 if ":" in one else socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port))
            for one in addresses
        ]

    return resolve


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_not_public_is_not(address):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", [ELSEWHERE, "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_what_is_public_is(address):
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.usefixtures("_strict")
class TestAddresses:
    @pytest.mark.parametrize(
        "url",
        [
            "http://hooks.example/",
            "ftp://hooks.example/",
            "file:///etc/passwd",
            "https://user:word@hooks.example/",
            "https://hooks.example/#part",
            "https:///path",
            "https://hooks.example:99999/",
            "https://hooks.example/a b",
            "https://hooks.example/\r\nHost: other",
            "https://hooks.\u0435xample/",
            "https://hooks.example/" + "a" * 500,
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://[fd00::1]/",
            "https://169.254.169.254/latest/",
            "not an address",
        ],
    )
    def test_refused_as_written(self, url):
        with pytest.raises(Unfit):
            target_of(url)

    def test_a_good_one_is_taken_apart(self):
        target = target_of("https://hooks.example:8443/a/b?c=d")
        assert (target.host, target.port, target.path) == ("hooks.example", 8443, "/a/b?c=d")

    @pytest.mark.parametrize("found", [[one] for one in ADDRESSES] + [[ELSEWHERE, "10.0.0.1"]], ids=str)
    def test_refused_by_what_the_name_resolves_to(self, found, monkeypatch):
        monkeypatch.setattr(socket, "getaddrinfo", resolving_to(*found))
        with pytest.raises(Unfit):
            resolved(target_of("https://hooks.example/"))

    @pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost"])
    def test_other_ways_to_write_the_loopback_are_refused(self, host):
        answer = post(f"https://{host}/", {}, b"{}")
        assert answer.status == 0
        assert "public" in answer.said or "resolved" in answer.said

    def test_a_name_that_changes_its_mind_gains_nothing(self, monkeypatch):
        """The connection goes to the address that was judged, however often the name is asked for."""
        asked, connected = [], []

        def resolve(host, port, **_):
            asked.append(host)
            return resolving_to(ELSEWHERE if len(asked) == 1 else "127.0.0.1")(host, port)

        def connect(address, _timeout):
            connected.append(address)
            raise ConnectionRefusedError

        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        monkeypatch.setattr(socket, "create_connection", connect)
        assert "ConnectionRefused" in post("https://hooks.example/", {}, b"{}").said
        assert connected == [(ELSEWHERE, 443)]

    def test_the_demo_allows_the_loopback_and_nothing_else(self, settings):
        settings.WEBHOOKS_TO_LOOPBACK = True
        assert target_of("http://127.0.0.1:8000/").port == 8000
        for url in ("http://10.0.0.1/", "http://8.8.8.8/", "https://10.0.0.1/"):
            with pytest.raises(Unfit):
                target_of(url)


class TestTheOtherSide:
    def test_a_redirection_is_not_followed(self, receiver):
        trap, there = receiver(), receiver(status=307)
        there.extra = {"Location": trap.url}
        assert "redirection" in post(there.url, {}, b"{}").said
        assert len(there.deliveries) == 1
        assert not trap.deliveries

    @pytest.mark.parametrize(("drip", "status"), [(b"H", 0), (b"HTTP/1.1 500 No\r\nX: y\r\n", 500)])
    def test_one_that_drips_its_answer_is_cut_off(self, drip, status, monkeypatch):
        monkeypatch.setattr(posting, "SECONDS_IN_ALL", 0.6)
        with Raw(drip, again=0.05) as there:
            began = time.monotonic()
            answer = post(there.url, {}, b"{}")
        assert time.monotonic() - began < 20
        assert answer.status == status

    def test_one_that_says_nothing_is_left(self, monkeypatch):
        monkeypatch.setattr(posting, "SECONDS_OF_SILENCE", 0.3)
        with Raw(b"") as there:
            assert post(there.url, {}, b"{}").said == "No answer in time."

    @pytest.mark.parametrize(
        "answer", [b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 5000, b"HTTP/1.1 200 " + b"a" * 10**6]
    )
    def test_nonsense_and_floods_are_no_answer(self, answer):
        with Raw(answer) as there:
            assert not post(there.url, {}, b"{}").is_taken

    def test_a_body_without_end_is_not_read(self):
        with Raw(b"HTTP/1.1 200 OK\r\n\r\n" + b"a" * 1000, again=0.01) as there:
            assert post(there.url, {}, b"{}").is_taken


class Raw:
    """A server that writes bytes, once or again and again, whatever it is asked."""

    def __init__(self, answer: bytes, *, again: float = 0, context: ssl.SSLContext | None = None) -> None:
        self.answer, self.again, self.context = answer, again, context
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}/"
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._serve, daemon=True)

    def _serve(self) -> None:
        try:
            plain, _address = self.socket.accept()
            with plain, self.context.wrap_socket(plain, server_side=True) if self.context else plain as connection:
                connection.recv(65536)
                connection.sendall(self.answer)
                while self.again and not self.ended.wait(self.again):
                    connection.sendall(b"a")
                self.ended.wait(10)
        except OSError:
            pass

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.socket.close()
        self.thread.join()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    day = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(day - timedelta(days=1))
        .not_valid_after(day + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    pem = serialization.Encoding.PEM
    file.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()) + made.public_bytes(pem)
    )
    return file


@pytest.mark.parametrize(
    ("host", "is_trusted", "status"), [("localhost", True, 204), ("127.0.0.1", True, 0), ("localhost", False, 0)]
)
def test_only_the_right_name_under_a_trusted_one(host, is_trusted, status, certificate, monkeypatch):
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate)
    trusting = ssl.create_default_context(cafile=str(certificate) if is_trusted else None)
    monkeypatch.setattr(ssl, "create_default_context", lambda: trusting)
    with Raw(b"HTTP/1.1 204 No Content\r\n\r\n", context=serving) as there:
        url = there.url.replace("http://127.0.0.1", f"https://{host}")
        answer = post(url, {}, b"{}")
    assert answer.status == status
    assert status or "certificate" in answer.said
