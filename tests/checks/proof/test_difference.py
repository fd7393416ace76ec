"""By way of a proof Frictionless says exactly what it says alone: of every kind of table, for every kind of schema.

PROOF_EXAMPLES=20000 makes the long version, PROOF_EXAMPLES tables in all.
"""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, event, given, settings

from tests.checks.proof.alike import alone, by_proof, proof_of
from tests.checks.proof.tables import Case, cases

EXAMPLES = int(os.environ.get("PROOF_EXAMPLES", "200"))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=EXAMPLES <= 200,
    suppress_health_check=list(HealthCheck),
)
@given(cases())
def test_frictionless_says_what_it_says_alone(case: Case) -> None:
    with TemporaryDirectory() as made:
        folder = Path(made)
        said = alone(case, folder)
        proof = proof_of(case, folder)
        event("proven" if proof else "plain")
        if proof:
            event("all rows handed over" if proof.chosen == proof.rows else "not all rows handed over")
            assert proof.disagreement is None
        assert by_proof(case, folder, proof) == said
