"""Run by an interpreter that has nomenklatura: reads pairs of entities as JSON and answers with scores and seconds."""

import json
import sys
import time

from followthemoney.proxy import EntityProxy
from nomenklatura.matching import get_algorithm

ALGORITHMS = ("logic-v2", "logic-v1", "name-based")


def main() -> None:
    """Read, score, answer."""
    # Each entity needs an id of its own: the algorithms remember what they made of an id.
    pairs = [
        tuple(EntityProxy.from_dict({"id": f"{at}-{side}", **one}) for side, one in enumerate(pair))
        for at, pair in enumerate(json.load(sys.stdin))
    ]
    found = {}
    for name in ALGORITHMS:
        algorithm = get_algorithm(name)
        settings = algorithm.default_config()
        if pairs:
            algorithm.compare(*pairs[0], settings)
        start = time.process_time()
        scores = [algorithm.compare(one, other, settings).score for one, other in pairs]
        found[name] = {"scores": scores, "seconds": time.process_time() - start}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
