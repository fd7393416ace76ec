"""docs/real-files.md says what a fresh run says."""

import pytest

from tests.real_files import FILES, REAL, ROOT, frictionless_says, page, perd_says

pytestmark = [
    pytest.mark.slow,
    pytest.mark.realdata,
    pytest.mark.skipif(not REAL.is_dir(), reason="the real files are no part of the project and are not beside it"),
]


def test_the_page_is_what_both_programs_say_today() -> None:
    written = (ROOT / "docs/real-files.md").read_text(encoding="utf-8")
    assert written == page(), "write it anew: python -m tests.real_files > docs/real-files.md"
    assert str(ROOT.parent) not in written


def test_perd_holds_what_frictionless_alone_calls_valid() -> None:
    valid = {name for name, (file, _) in FILES.items() if frictionless_says(file) == "valid"}
    first = perd_says(plain=True)
    assert len(valid) >= 4
    assert {name for name in valid if first[name]["outcome"] == "fit"} == set()
