"""What a person changed on the portal is kept, or told: whatever is declared and edited, in whatever order."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from flows.domain.portal_edit import Kept
from flows.portal.merge import merged, merged_names
from flows.portal.sent import Sent

texts = st.sampled_from(["", "one", "two", "three"])
names = st.frozensets(st.sampled_from(["ก", "ข", "ค", "ง"]))
mandatory = st.booleans()
Steps = Sequence[tuple[str, object]]


def steps(values: st.SearchStrategy[object]) -> st.SearchStrategy[Steps]:
    """What is done one after the other: somebody edits on the portal or in the declaration, or a run comes by."""
    return st.lists(st.tuples(st.sampled_from(["edit", "declare", "run"]), values), max_size=12)


@given(first=texts, story=steps(texts), mandatory=mandatory)
def test_a_value_of_a_person_is_kept_or_told(first: str, story: Steps, mandatory: bool) -> None:
    portal = declared = sent = first
    theirs = False
    for what, value in [*story, ("run", ""), ("run", "")]:
        if what == "declare":
            declared = str(value)
        elif what == "edit":
            theirs, portal = theirs or value != portal, str(value)
        else:
            one = merged("notes", portal or None, declared or None, Sent.of({"notes": sent}), mandatory)
            after = one.value or ""
            if after != portal and theirs and portal != sent:
                assert one.kept in (Kept.DECLARATION, Kept.MANDATORY), "it is told"
                assert portal in one.stood.th, "with what the person wrote"
                assert declared != sent or (mandatory and not portal), "and for a reason"
            if after != declared:
                assert one.kept is Kept.PORTAL and theirs, "what is not ours is a person's"
            portal, sent, theirs = after, declared, theirs and after != declared
    assert not mandatory or portal or not declared, "no mandatory item stays empty"


@given(first=names, story=steps(names), mandatory=mandatory)
def test_keywords_of_a_person_are_kept_and_ours_follow_the_declaration(
    first: frozenset[str], story: Steps, mandatory: bool
) -> None:
    portal = declared = sent = first
    added: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()
    for what, value in [*story, ("run", first)]:
        assert isinstance(value, frozenset)
        if what == "declare":
            declared = value
        elif what == "edit":
            added = (added | (value - portal)) & value
            removed = (removed | (portal - value)) - value
            portal = value
        else:
            one = merged_names("tags", sorted(portal), sorted(declared), Sent.of({"tags": sorted(sent)}), mandatory)
            after = frozenset(one.value or ())
            assert added - sent <= after, "what a person added stays"
            for name in removed & declared & sent & after:
                assert declared != sent or mandatory, "it comes back for a reason"
                assert one.kept in (Kept.DECLARATION, Kept.MANDATORY), "and that is told"
                assert one.kept is Kept.MANDATORY or name in one.stood.th
            assert not (sent - declared - added) & after, "what was sent and is no longer declared goes"
            assert declared - sent <= after, "what is declared anew comes"
            portal, sent = after, declared
            added, removed = added & after - declared, removed - after
    assert not mandatory or portal or not declared


@given(portal=texts, declared=texts, mandatory=mandatory)
def test_where_nobody_knows_what_was_sent_nothing_goes_untold(portal: str, declared: str, mandatory: bool) -> None:
    one = merged("notes", portal or None, declared or None, None, mandatory)
    if portal and portal != declared:
        assert one.kept and portal in one.stood.th
    assert one.value in (portal or None, declared or None)


@given(portal=names, declared=names)
def test_where_nobody_knows_which_keywords_were_sent_none_goes(
    portal: frozenset[str], declared: frozenset[str]
) -> None:
    one = merged_names("tags", sorted(portal), sorted(declared), None, mandatory=False)
    assert set(one.value or ()) == portal | declared


def test_what_the_portals_form_makes_of_a_text_is_no_edit() -> None:
    sent = Sent.of({"notes": "one\ntwo"})
    one = merged("notes", "one\r\ntwo ", "one\ntwo", sent, mandatory=True)
    assert (one.value, one.kept) == ("one\r\ntwo ", None)
    assert merged("notes", "one\r\ntwo", "three", sent, mandatory=True).value == "three"


def test_what_was_sent_is_remembered_as_text_and_anything_else_is_nothing_known() -> None:
    sent = Sent.of({"title": "ก", "tags": ["ข", "ค"], "objective": ["ง"], "perd_agency": "tst", "notes": ""})
    assert Sent.stored(sent.as_text()) == sent
    assert set(sent.digests) == {"title", "tags", "objective"}
    for text in (None, "", "{", "[]", "1", 7):
        assert Sent.stored(text) is None
