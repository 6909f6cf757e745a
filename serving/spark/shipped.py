"""A bundle on its way to the executors, and the scorer that each of their processes makes of it once.

The flow: `ship` packs the bundle's files → Spark unpacks them on every executor → `scorer_of`, there, compares the
manifest with the digest that came with the work, and `load_bundle` every file with the manifest.
"""

from __future__ import annotations

import socket
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from features.bundle_format import FILES, sha256
from features.errors import BundleCorrupt, BundleError
from serving.assumptions import Assumptions
from serving.bundle import DEFAULT_BUNDLE, load_bundle
from serving.scorer import Scorer

if TYPE_CHECKING:
    from pyspark import SparkContext

__all__ = ["Shipped", "scorer_of", "ship"]

_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Shipped:
    """A bundle that executors find: the name of its archive, and the digest of its manifest."""

    archive: str
    digest: str

    @property
    def folder(self) -> Path:
        """Where it lies, on whichever machine this is asked."""
        from pyspark import SparkFiles

        return Path(SparkFiles.get(self.archive))


def ship(context: SparkContext, bundle: Path | None) -> Shipped:
    """Check a bundle and give it to all executors, those included that join later.

    Raises
    ------
    BundleError
        When it cannot be trusted.
    """
    from pyspark import SparkFiles

    load_bundle(bundle)
    source = bundle or DEFAULT_BUNDLE
    bodies = {name: (source / name).read_bytes() for name in (_MANIFEST, *FILES)}
    # Named by all of it: files that changed under one manifest are another archive, and refused where they arrive.
    digest, whole = sha256(bodies[_MANIFEST]), sha256(b"".join(bodies.values()))
    # Spark's own folder: it is asked for as long as the context lives, and goes with it.
    path = Path(SparkFiles.getRootDirectory()) / "bidworthy" / f"bundle-{whole[:16]}.zip"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, body in bodies.items():
                archive.writestr(name, body)
        context.addArchive(str(path))
    return Shipped(path.name, digest)


#: The scorer that this process made last; a process scores with one bundle for all of a job.
_made: dict[tuple[Shipped, tuple[tuple[str, float], ...]], Scorer] = {}


def scorer_of(shipped: Shipped, assumptions: Assumptions) -> Scorer:
    """Return the scorer of a bundle that was shipped, made once in each process.

    Raises
    ------
    BundleError
        When it is not, byte for byte, what was shipped.
    """
    key = shipped, tuple(sorted((name, record.value) for name, record in assumptions.records.items()))
    if key not in _made:
        made = _scorer(shipped, assumptions)
        _made.clear()
        _made[key] = made
    return _made[key]


def _scorer(shipped: Shipped, assumptions: Assumptions) -> Scorer:
    folder = shipped.folder
    try:
        bundle = load_bundle(folder)
        if sha256((folder / _MANIFEST).read_bytes()) != shipped.digest:
            raise BundleCorrupt(f"{folder}: not the bundle that was sent (the digest of its manifest differs); score again")
    except BundleError as error:
        raise type(error)(f"on the executor {socket.gethostname()}: {error}") from None
    return Scorer(bundle, assumptions)
