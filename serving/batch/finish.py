"""The last step of an output: what the spool holds to a file, and the file to its place."""

from __future__ import annotations

from contextlib import nullcontext, suppress

from features.errors import BrokenOff, CallError
from serving.batch.compression import packing
from serving.batch.files import Output
from serving.batch.plan import Planned
from serving.batch.rejects import RejectFile, rejects_path
from serving.batch.remote import is_remote, sent
from serving.batch.spool import Spool

__all__ = ["finish", "tidy"]


def finish(output: Planned, spool: Spool) -> None:
    """Make the file of a spool that is complete, and the file of its rejects; what has an address is sent there.

    Raises
    ------
    BrokenOff
        When it cannot be written, or a store does not take it.
    """
    try:
        _made(output, spool)
    except CallError as error:  # of the place; all that was scored is kept
        raise BrokenOff(str(error)) from None
    if is_remote(output.target):
        target = output.place
        sent(target, output.target)
        sent(rejects_path(target), f"{output.target}.rejects.jsonl")


def _made(output: Planned, spool: Spool) -> None:
    target = output.place
    with Output(target, alone=True) as out, RejectFile(rejects_path(target)) as rejects:
        with packing(out.stream, output.target) as stream:
            writer = output.shape.format.pieces(stream, output.shape.layout)
            for piece, rejected in spool.bodies():
                writer.write(piece)
                if rejected:
                    rejects.write(rejected)
            writer.close()
        out.settle()
        rejects.keep()
        # What has an address is not there yet once it has its name here.
        with nullcontext() if is_remote(output.target) else spool.naming():
            out.keep()


def tidy(output: Planned) -> None:
    """Remove the folder in which an output was made before it was sent."""
    if is_remote(output.target):
        with suppress(OSError):  # the mark of an output may be there, or another run
            output.place.parent.rmdir()
