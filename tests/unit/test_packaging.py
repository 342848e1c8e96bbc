"""What the set-up installs is pinned, wholly and by name alone."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

CHECKOUT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LINES = (CHECKOUT / "constraints.txt").read_text(encoding="utf-8").splitlines()
# The installer itself is whatever the machine has.
NOT_PINNED = {"pip", "setuptools"}


def _pins() -> dict[str, Version]:
    """Return what is pinned on this machine: a line may say for which machines it stands."""
    pinned = [Requirement(line) for line in LINES]
    here = [pin for pin in pinned if pin.marker is None or pin.marker.evaluate()]
    return {canonicalize_name(pin.name): Version(next(iter(pin.specifier)).version) for pin in here}


def _direct() -> list[Requirement]:
    """Return what the project itself asks for on this machine."""
    named = [Requirement(text) for text in (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"])]
    return [requirement for requirement in named if requirement.marker is None or requirement.marker.evaluate()]


def test_constraints_name_versions_and_nothing_else() -> None:
    pin = r"[A-Za-z0-9._-]+==[0-9][0-9A-Za-z.]*(; [a-z_ \"!=0-9]+)?"
    assert [line for line in LINES if not re.fullmatch(pin, line)] == []
    here = [line for line in LINES if (marker := Requirement(line).marker) is None or marker.evaluate()]
    assert len(_pins()) == len(here), "every name is pinned once on a machine"


def test_every_dependency_has_a_lower_bound_that_its_pin_keeps() -> None:
    pins = _pins()
    for requirement in _direct():
        assert any(bound.operator == ">=" for bound in requirement.specifier), requirement
        assert requirement.specifier.contains(pins[canonicalize_name(requirement.name)]), requirement


def _needs(requirement: Requirement) -> list[Requirement]:
    """What a distribution needs on this machine, with the extras asked of it."""
    found = [Requirement(text) for text in metadata.requires(requirement.name) or ()]
    extras = requirement.extras or {""}
    return [
        needed
        for needed in found
        if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in extras)
    ]


def test_what_the_dependencies_need_is_pinned_too() -> None:
    pins, waiting, seen = _pins(), _direct(), set[str]()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name in NOT_PINNED:
            continue
        assert requirement.specifier.contains(pins[name]), requirement
        if str(requirement) not in seen:
            seen |= {name, str(requirement)}
            waiting += _needs(requirement)
    assert set(pins) - seen <= {"colorama"}, "pinned, but nothing needs it (colorama: on Windows alone)"
