"""Which inputs go to which output, checked before anything is read or written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from features.errors import CallError
from serving.batch.files import check_apart
from serving.batch.formats import Shape, shape_of
from serving.batch.inputs import STANDARD, Source, sources_of
from serving.batch.rejects import rejects_path

__all__ = ["Planned", "check_call", "planned"]


@dataclass(frozen=True, slots=True)
class Planned:
    """One output, how it is written, and the inputs whose rows go there, in order.

    ``of_many``: it is one of several outputs of a run.
    """

    target: str
    shape: Shape
    sources: tuple[Source, ...]
    of_many: bool = False

    @property
    def resumable(self) -> bool:
        """Whether a run that was broken off could go on: what came through a pipe is gone."""
        return all(source.name != STANDARD for source in self.sources)


def planned(
    names: Sequence[str], target: str, columns: Sequence[str] | None = None, nested: bool | None = None
) -> list[Planned]:
    """Return the outputs of a call: one, or in a folder one for each input, of the same name.

    Raises
    ------
    CallError
        When an input is not there, or no such output can be.
    """
    is_folder = target != STANDARD and (Path(target).is_dir() or target.endswith(("/", os.sep)))
    if not is_folder:
        shape = shape_of(target, columns, nested)  # a wrong name is told before folders are looked through
        return [Planned(target, shape, tuple(sources_of(names)))]
    outputs: dict[str, Planned] = {}
    for source in sources_of(names):
        if source.name == STANDARD:
            raise CallError(f"{target} is a folder, and standard input has no name to take there; name a file in it")
        own = str(Path(target) / PurePath(source.name).name)
        if own in outputs:
            first = outputs[own].sources[0].name
            raise CallError(f"{first} and {source.name} would both become {own}; score them into folders of their own")
        outputs[own] = Planned(own, shape_of(own, columns, nested), (source,), of_many=True)
    return list(outputs.values())


def check_call(outputs: Iterable[Planned], settings: Sequence[tuple[Path, str]], *, resume: bool) -> None:
    """Refuse to write over what is read, and to go on where nothing can be gone on with.

    Parameters
    ----------
    outputs : iterable of Planned
    settings : sequence of (pathlib.Path, str)
        What else is read, each with what to call it.
    resume : bool
        Whether the run shall go on with an earlier one.

    Raises
    ------
    CallError
        When it would.
    """
    outputs = list(outputs)
    inputs = [(Path(source.name), "IN") for output in outputs for source in output.sources if source.name != STANDARD]
    for output in outputs:
        if output.target == STANDARD:
            if resume:
                raise CallError("--resume: standard output is written at once, so nothing is kept; name a file with -o OUT")
            continue
        if resume and not output.resumable:
            raise CallError("--resume: what came through standard input is gone; name a file as IN, or leave --resume out")
        if output.of_many:
            _make_folder(Path(output.target).parent)
        check_apart(Path(output.target), "OUT", [*inputs, *settings])
        check_apart(rejects_path(output.target), "the file of rejects", [*inputs, *settings])


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise CallError(f"{folder} cannot be made a folder ({error.strerror}); name one that is there") from None
