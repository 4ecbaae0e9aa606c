"""medallion, the reference server of OASIS, as a process with many empty collections: what ours is held against."""

import json
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import httpx

from penstock.commands.serve import free_port
from tests.exchange.taxii.house import CLIENTS, MEDIA_TYPE

RUN = """
import json, sys
from medallion import application_instance, register_blueprints, set_config
configuration = json.load(open(sys.argv[1]))
for part in ("users", "taxii", "backend"):
    set_config(application_instance, part, configuration)
register_blueprints(application_instance)
application_instance.run(host="127.0.0.1", port=int(sys.argv[2]), threaded=True)
"""
ROOT = "peer"
USER = ("somebody", "secret")
PATIENCE = 90.0


def collection_id(number: int) -> str:
    """The identifier of one of its collections."""
    return str(UUID(int=number + 1))


@contextmanager
def medallion(collections: int) -> Iterator[httpx.Client]:
    """A client of a running medallion, at its only root."""
    with tempfile.TemporaryDirectory() as directory:
        data = Path(directory, "data.json")
        data.write_text(json.dumps(_data(collections)))
        file = Path(directory, "configuration.json")
        backend = {"module": "medallion.backends.memory_backend", "module_class": "MemoryBackend"}
        configuration = {
            "backend": {**backend, "filename": str(data)},
            "users": {USER[0]: USER[1]},
            "taxii": {"max_page_size": 1000},
        }
        file.write_text(json.dumps(configuration))
        port = free_port()
        child = subprocess.Popen(
            [str(CLIENTS), "-c", RUN, str(file), str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            base = f"http://127.0.0.1:{port}/{ROOT}/"
            headers = {"Accept": MEDIA_TYPE, "Content-Type": MEDIA_TYPE}
            with httpx.Client(base_url=base, auth=USER, headers=headers, trust_env=False, timeout=120) as client:
                _await(client, child)
                yield client
        finally:
            child.kill()
            child.wait()


def _await(client: httpx.Client, child: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and child.poll() is None:
        try:
            if client.get("collections/").status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("medallion does not answer")


def _data(collections: int) -> dict[str, object]:
    one = {"title": "One", "can_read": True, "can_write": True, "media_types": ["application/stix+json;version=2.1"]}
    return {
        "/discovery": {"title": "peer", "default": f"/{ROOT}/", "api_roots": [f"/{ROOT}/"]},
        ROOT: {
            "information": {"title": "peer", "versions": [MEDIA_TYPE], "max_content_length": 104857600},
            "status": [],
            "collections": [
                {**one, "id": collection_id(number), "objects": [], "manifest": []} for number in range(collections)
            ],
        },
    }
