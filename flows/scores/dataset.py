"""A dataset's three scores."""

from flows.domain.score import Score
from flows.scores.facts import Facts
from flows.scores.nectec import nectec_score
from flows.scores.nso import nso_score
from flows.scores.perd import perd_score


def score_dataset(facts: Facts) -> tuple[Score, ...]:
    """NECTEC's, the statistical office's, and ours, in this order."""
    return nectec_score(facts), nso_score(facts), perd_score(facts)
