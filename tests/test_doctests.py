"""Every example in a docstring runs and gives what it says."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import warnings
from collections.abc import Iterator
from types import ModuleType

import features
import serving
import training

LEAST_EXAMPLES = 15


def _modules() -> Iterator[ModuleType]:
    for package in (features, serving, training):
        yield package
        for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # MLflow warns of classes of its own when it is loaded
                module = importlib.import_module(found.name)
            yield module


def test_every_example_is_true() -> None:
    """No example of any module fails, and there are examples to run."""
    results = {module.__name__: doctest.testmod(module) for module in _modules()}
    assert not [name for name, result in results.items() if result.failed]
    assert sum(result.attempted for result in results.values()) >= LEAST_EXAMPLES
