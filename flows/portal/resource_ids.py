"""The ids that our resources have: the same in every run and on every portal, so that a create can be recognised."""

import uuid

NAMESPACE = uuid.UUID("6f1d9a52-3b0e-5c8e-9f57-0d2a4c7be1a3")
"""Never change it: every published resource's address hangs on it."""


def own_resource_id(dataset: str, resource: str) -> str:
    """`dataset`: our id of it; `resource`: the declared name, or that of a companion."""
    return str(uuid.uuid5(NAMESPACE, f"{dataset}/{resource}"))
