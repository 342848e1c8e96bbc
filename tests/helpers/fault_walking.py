"""One step of a fault walk: a piece of work on a fresh copy of its desk, with one point failing, once or for ever."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import AppError
from app.workflow.services import Services
from tests.helpers.desk_checks import faults_of
from tests.helpers.desk_place import Place, Said, Work, restore
from tests.helpers.fault_points import FaultPoints


@dataclass(frozen=True, slots=True)
class Step:
    """What a step came to: whether the point was reached, what the program said, and all that is not as it must be."""

    reached: bool
    said: str
    problems: tuple[str, ...]


def step(place: Place, templates: Path, work: Work, point: int, *, forever: bool) -> Step:
    """Let the numbered point of a piece of work fail and check everything afterwards; 0 lets nothing fail."""
    restore(place, templates, work.before)
    acknowledged: list[Said] = []
    said = "done"
    problems: list[str] = []
    with FaultPoints(point, forever=forever) as points:
        services = None if work.opens else place.open()
        points.arm()
        try:
            work.do(place, services, acknowledged.append)  # type: ignore[arg-type]
        except AppError as error:
            said = error.code
        except Exception:  # noqa: BLE001 - whatever else comes through is what is looked for
            problems.append(traceback.format_exc(limit=-4))
        points.lift()
        if services is not None:
            problems += _works_again(place, work, services)
            services.close()
    try:
        problems += faults_of(place, work, acknowledged)
    except Exception:  # noqa: BLE001 - a desk that cannot be opened is a finding, not the end of the walk
        problems.append(f"after a new start: {traceback.format_exc(limit=-3)}")
    return Step(points.met > 0, said, tuple(problems))


def points_of(place: Place, templates: Path, work: Work) -> int:
    """Count the points of a piece of work."""
    restore(place, templates, work.before)
    with FaultPoints() as points:
        services = None if work.opens else place.open()
        points.arm()
        work.do(place, services, lambda _: None)  # type: ignore[arg-type]
        points.lift()
        if services is not None:
            services.close()
    return points.seen


def _works_again(place: Place, work: Work, services: Services) -> list[str]:
    """Go on, write and verify in the same process, now that the machine is well again."""
    try:
        found = list(work.again(place, services))
        services.store.set_setting("well again", "yes", services.actor)
        verified = services.store.verify()
    except Exception:  # noqa: BLE001 - whatever comes is a fault
        return [f"does not work again: {traceback.format_exc(limit=-3)}"]
    return found if verified.whole else [*found, f"in the same process: {verified.trouble}"]
