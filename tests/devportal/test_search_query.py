"""The Solr subset that CKAN speaks: read in isolation, without CKAN (the module is loaded by its path)."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).parents[2] / "devportal" / "ckanext_perdportal" / "perdportal"


def _load(name: str) -> ModuleType:
    """One module of the CKAN-side package under a name of its own; the package's other modules need CKAN."""
    package = sys.modules.setdefault("_perdportal", ModuleType("_perdportal"))
    package.__path__ = [str(FOLDER)]
    spec = importlib.util.spec_from_file_location(f"_perdportal.{name}", FOLDER / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    setattr(package, name, module)
    spec.loader.exec_module(module)
    return module


sq = _load("search_query")
sql = _load("search_sql")
M = sq.Match


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("*:*", sq.Everything()),
        ("*", sq.Everything()),
        ("โรงงาน", M(None, "โรงงาน")),
        ("rice  export", sq.And((M(None, "rice"), M(None, "export")))),
        ('"rice export"', M(None, "rice export")),
        ("tags:โรงงาน", M("tags", "โรงงาน")),
        ('tags:"น้ำเสีย (บำบัด)/เคมี"', M("tags", "น้ำเสีย (บำบัด)/เคมี")),
        (r'title:"he said \"no\" \\ yes"', M("title", r'he said "no" \ yes')),
        (r"name:a\:b\ c", M("name", "a:b c")),
        ("-res_format:PDF", sq.Not(M("res_format", "PDF"))),
        ("NOT res_format:PDF", sq.Not(M("res_format", "PDF"))),
        ("!res_format:PDF", sq.Not(M("res_format", "PDF"))),
        ("+state:active", M("state", "active")),
        ("state:(active OR draft)", sq.Or((M("state", "active"), M("state", "draft")))),
        ('permission_labels:("public")', M("permission_labels", "public")),
        ("tags:(a b)", sq.And((M("tags", "a"), M("tags", "b")))),
        ("tags:(+a -b)", sq.And((M("tags", "a"), sq.Not(M("tags", "b"))))),
        ("a:1 OR b:2 AND c:3", sq.Or((M("a", "1"), sq.And((M("b", "2"), M("c", "3")))))),
        ("a:1 || b:2 && c:3", sq.Or((M("a", "1"), sq.And((M("b", "2"), M("c", "3")))))),
        ("(a:1 OR b:2) c:3", sq.And((sq.Or((M("a", "1"), M("b", "2"))), M("c", "3")))),
        ("year:[2560 TO 2566]", sq.Range("year", "2560", "2566", True, True)),
        ("year:{2560 TO *]", sq.Range("year", "2560", None, False, True)),
        ("metadata_modified:[* TO *]", sq.Present("metadata_modified")),
        ("organization:*", sq.Present("organization")),
        ("name:gd*", sq.Like("name", ("gd", sq.Wildcard("*")))),
        ("title:rice^4 tags:rice", sq.And((M("title", "rice"), M("tags", "rice")))),
        ("ORGANISATION", M(None, "ORGANISATION")),
        ("LAND ANDAMAN", sq.And((M(None, "LAND"), M(None, "ANDAMAN")))),
    ],
)
def test_reads(query: str, tree: object) -> None:
    assert sq.parse(query) == tree


@pytest.mark.parametrize(
    "query",
    [
        '+site_id:"perd"',
        'name:"a" OR id:"a"',
        '+entity_type:package AND +(id:"x" OR name:"x") AND +site_id:"perd"',
        "+capacity:public organization:diw +state:(active)",
        'name_ngram:"a" OR title_ngram:"a" OR name:"a" OR title:"a"',
        '+permission_labels:("public" OR "member-1" OR "creator-2")',
    ],
)
def test_reads_what_ckan_writes(query: str) -> None:
    assert sq.parse(query) not in (sq.Everything(), sq.Nothing())


@pytest.mark.parametrize(
    "query",
    [
        "",
        "  ",
        "tags:",
        "tags:()",
        "(a",
        "a)",
        'tags:"open',
        "a OR",
        "AND a",
        "a AND OR b",
        "-" * 5000 + "a",
        "-",
        "rice~2",
        '"rice export"~3',
        "res_url:http://example.org/a",
        "/ri.e/",
        "{!child of=x}a",
        "year:[1 2]",
        "[1 TO 2]",
        "metadata_modified:[NOW-7DAYS TO NOW]",
        "title:rice^much",
        "ti*:rice",
        "tags:(title:rice)",
        "name:a\\",
        "(" * 500 + "a" + ")" * 500,
    ],
)
def test_refuses_what_it_does_not_understand(query: str) -> None:
    with pytest.raises(sq.QuerySyntaxError, match="character"):
        sq.parse(query)


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("โรงงาน (กรุงเทพ)", sq.And((M(None, "โรงงาน"), M(None, "กรุงเทพ")))),
        ('"ข้าว หอมมะลิ" -ราคา', sq.And((M(None, "ข้าว หอมมะลิ"), sq.Not(M(None, "ราคา"))))),
        ("a/b~c [x", sq.And((M(None, "a/b~c"), M(None, "x")))),
        ("()", sq.Nothing()),
        ("*", sq.Everything()),
    ],
)
def test_a_search_box_takes_anything(typed: str, tree: object) -> None:
    assert sq.parse_box(typed) == tree


def test_values_never_stand_in_the_sql() -> None:
    nasty = "x'; DROP TABLE perd_search; --"
    condition, values = sql.condition(
        sq.And((M("tags", nasty), M(None, nasty), sq.Range("a", nasty, None, True, True)))
    )
    assert "DROP" not in condition
    assert condition.count("%s") == len(values)


def test_wildcards_of_sql_are_plain_letters() -> None:
    assert sql.condition(M(None, "100%_"))[1] == ["%100\\%\\_%"]


def test_sara_am_is_found_however_it_was_typed() -> None:
    assert sql.fold("อํานาจ") == sql.fold("อำนาจ")
