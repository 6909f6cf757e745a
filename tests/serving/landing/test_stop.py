"""Tests of `serving.landing.stop`."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from serving.landing.stop import Stop


@pytest.fixture
def stop() -> Iterator[Stop]:
    """Give one, and see that the signals are given back."""
    before = signal.getsignal(signal.SIGTERM)
    with Stop() as stop:
        yield stop
    assert signal.getsignal(signal.SIGTERM) == before


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_waits_no_longer(stop: Stop, name: signal.Signals) -> None:
    """Whether it is told while it waits or before."""
    assert not stop.wait(0.0)
    signal.raise_signal(name)
    assert stop.told
    assert stop.wait(3_600.0)


def test_a_second_time_means_at_once(stop: Stop) -> None:
    """Whatever is at hand."""
    signal.raise_signal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
