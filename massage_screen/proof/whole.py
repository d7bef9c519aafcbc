"""The whole proof of a pack, part by part."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import msgspec

from massage_screen.length import Lengths
from massage_screen.pack import Pack, Property
from massage_screen.proof.holes import Hole, find_holes
from massage_screen.proof.properties import Proof, prove
from massage_screen.proof.space import answer_space


class Proved(msgspec.Struct, frozen=True, kw_only=True):
    """What the proof of a pack came to.

    Attributes:
        answer_space: How many ways there are to answer every question.
        proofs: What became of each property.
        holes: What can never happen, and states that no rule covers.
        two: The most questions found for two diagnoses.
        questions: The most questions found for any number of diagnoses.
        seconds_for_holes: How long the search for holes took.
        seconds: How long properties and holes took together.
    """

    answer_space: int
    proofs: tuple[Proof, ...]
    holes: tuple[Hole, ...]
    two: int
    questions: int
    seconds_for_holes: float
    seconds: float

    @property
    def holds(self) -> bool:
        """Say whether every property is proved and there is no hole."""
        return not self.holes and all(proof.proved for proof in self.proofs)


def prove_whole(
    pack: Pack,
    properties: Sequence[Property],
    tell: Callable[[Proof], None],
) -> Proved:
    """Prove every property and look for holes.

    Args:
        pack: The pack.
        properties: What must hold for every client.
        tell: Called with each proof as soon as it is done.
    """
    started = time.perf_counter()
    proofs = []
    for proof in prove(pack, properties):
        proofs.append(proof)
        tell(proof)
    before = time.perf_counter()
    holes = find_holes(pack)
    after = time.perf_counter()
    lengths = Lengths(pack)
    return Proved(
        answer_space=answer_space(pack),
        proofs=tuple(proofs),
        holes=tuple(holes),
        two=lengths.at_most(2).questions,
        questions=lengths.at_most(None).questions,
        seconds_for_holes=after - before,
        seconds=after - started,
    )
