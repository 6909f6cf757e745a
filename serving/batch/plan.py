"""Which inputs go to which output, checked before anything is read or written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from features.errors import CallError
from serving.batch.files import check_apart
from serving.batch.formats import Shape, shape_of
from serving.batch.inputs import STANDARD, Source, check_name, sources_of
from serving.batch.rejects import rejects_path
from serving.batch.remote import check_store, is_remote, local_name, local_place

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
    def place(self) -> Path:
        """Where it is made on this machine."""
        return local_place(self.target)

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
    check_name(target)
    target = local_name(target)
    is_folder = target != STANDARD and (Path(target).is_dir() or target.endswith(("/", os.sep)))
    if not is_folder:
        shape = shape_of(target, columns, nested)  # a wrong name is told before folders are looked through
        return [Planned(target, shape, tuple(sources_of(names)))]
    outputs: dict[str, Planned] = {}
    for source in sources_of(names):
        if source.name == STANDARD:
            raise CallError(f"{target} is a folder, and standard input has no name to take there; name a file in it")
        name = PurePath(source.name).name
        own = f"{target.rstrip('/')}/{name}" if is_remote(target) else str(Path(target) / name)
        if own in outputs:
            first = outputs[own].sources[0].name
            raise CallError(f"{first} and {source.name} would both become {own}; score them into folders of their own")
        outputs[own] = Planned(own, shape_of(own, columns, nested), (source,), of_many=True)
    for own in outputs:
        if str(rejects_path(own)) in outputs:
            raise CallError(f"{rejects_path(own)} would be answers and rejects both; score {own} into a folder of its own")
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
    inputs = [(source.name, "IN") for output in outputs for source in output.sources if source.name != STANDARD]
    paths = [*((Path(name), what) for name, what in inputs), *settings]
    for output in outputs:
        if output.target == STANDARD:
            if resume:
                raise CallError("--resume: standard output is written at once, so nothing is kept; name a file with -o OUT")
            continue
        if resume and not output.resumable:
            raise CallError("--resume: what came through standard input is gone; name a file as IN, or leave --resume out")
        if is_remote(output.target):
            _check_remote(output, inputs)
            continue
        if output.of_many:
            _make_folder(Path(output.target).parent)
        check_apart(Path(output.target), "OUT", paths)
        check_apart(rejects_path(output.target), "the file of rejects", paths)


def _check_remote(output: Planned, inputs: Sequence[tuple[str, str]]) -> None:
    """Refuse to write over what is read, and make the folder in which the output is made."""
    for name, what in inputs:
        if name in (output.target, f"{output.target}.rejects.jsonl"):
            raise CallError(f"{name}: it would be written, and is {what}; name another OUT")
    check_store(output.target)
    output.place.parent.mkdir(parents=True, exist_ok=True)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise CallError(f"{folder} cannot be made a folder ({error.strerror}); name one that is there") from None
