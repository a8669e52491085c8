"""The house's rules as failing tests: layers, lengths, words, the README's map, clean notebooks, nothing of one machine."""

from __future__ import annotations

import ast
import doctest
import importlib
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import pytest
import typer

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "evaltools"
CODE = [*sorted(PACKAGE.rglob("*.py")), ROOT / "boot.py", *sorted((ROOT / "benchmarks").rglob("*.py"))]
NOTEBOOKS = sorted(path for path in (ROOT / "notebooks").rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)
REPORTS = [path for path in NOTEBOOKS if path.parent.name == "reports"]

# ---------------------------------------------------------------- layers

ROWS: list[set[str]] = [
    {"errors"},
    {"scope", "figures"},
    {"settings", "statistics", "languages", "starter"},
    {"workspace", "identity", "questionnaires", "tables"},
    {"catalogue", "belonging"},
    {"store", "progress"},
    {"sources", "indicators"},
    {"estimates", "gather"},
    {"disclosure", "context"},
    {"release", "persons"},
    {"report", "quotes"},
    {""},
    {"stages", "runs", "fieldwork", "check", "demo", "lab", "starter.organisation"},
    {"research", "plan"},
    {"site", "unchanged"},
    {"pipeline"},
    {"cli"},
]
"""A module imports only from rows above its own. The empty name is `evaltools` itself: what a report notebook may use."""

LISTED = set().union(*ROWS)

PEOPLE = {"tables", "store", "sources", "estimates", "indicators"}
NEVER: dict[str, set[str]] = {
    "report": PEOPLE,
    "release": PEOPLE,
    "": PEOPLE,
    "indicators": {"statistics", "languages", "store", "sources"},
}
"""What a module may not reach, not even through another one: reports never touch people."""


def module_of(path: Path) -> str:
    """The dotted name of a file of the package."""
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_of(path): path for path in PACKAGE.rglob("*.py")}


def room(module: str) -> str:
    """The part of the package that a module belongs to, which is what the rows are made of: the longest one that is listed."""
    inside = module.partition(".")[2]
    while inside not in LISTED and "." in inside:
        inside = inside.rpartition(".")[0]
    return inside


@cache
def imports(module: str) -> frozenset[str]:
    """The package's modules that one module names in any import, also inside functions, by any spelling."""
    path = MODULES[module]
    around = module if path.name == "__init__.py" else module.rpartition(".")[0]
    return frozenset(known_modules(path.read_text("utf-8"), around) - {module})


def known_modules(source: str, around: str) -> set[str]:
    """The package's modules that a source imports, seen from inside the package `around`."""
    found = {name for node in ast.walk(ast.parse(source)) for name in names_imported(node, around)}
    return {known for name in found if (known := longest_module(name))}


def names_imported(node: ast.AST, around: str) -> Iterator[str]:
    """Absolute names: `import evaltools.x`, `from . import y`, `import_module("evaltools.z")`."""
    match node:
        case ast.Import(names=names):
            yield from (alias.name for alias in names)
        case ast.ImportFrom(module=origin, names=names, level=level):
            parts = around.split(".")[:len(around.split(".")) + 1 - level] if level else []
            yield from (".".join([*parts, *([origin] if origin else []), alias.name]) for alias in names)
        case ast.Call(func=func, args=[ast.Constant(value=str(name)), *_]) if "import_module" in ast.unparse(func):
            yield name


def longest_module(name: str) -> str:
    """The module in which a dotted name lies: `evaltools.tables.TABLES` lies in `evaltools.tables`; nothing where none does."""
    while name and name not in MODULES:
        name = name.rpartition(".")[0]
    return name


def reached(module: str) -> dict[str, list[str]]:
    """Every module that one reaches through imports, with the way that leads there."""
    ways = {module: [module]}
    waiting = [module]
    while waiting:
        here = waiting.pop()
        for there in sorted(imports(here) - ways.keys()):
            ways[there] = [*ways[here], there]
            waiting.append(there)
    return ways


def test_every_module_has_its_row() -> None:
    assert {room(module) for module in MODULES} - LISTED == set(), "give it a row here and in the README"
    assert sum(map(len, ROWS)) == len(LISTED)


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_module_imports_only_from_rows_above_its_own(module: str) -> None:
    row = {name: number for number, names in enumerate(ROWS) for name in names}
    wrong = [name for name in imports(module) if room(name) != room(module) and row[room(name)] >= row[room(module)]]
    assert wrong == []


@pytest.mark.parametrize("start", sorted(NEVER))
def test_what_must_never_be_reached_is_not(start: str) -> None:
    ways = [way for module in MODULES if room(module) == start for way in reached(module).values()]
    assert [" -> ".join(way) for way in ways if room(way[-1]) in NEVER[start]] == []


@pytest.mark.parametrize("line", [
    "import evaltools.tables", "import evaltools.tables as t",
    "from evaltools import tables", "from evaltools.tables import TABLES",
    "from .. import tables", "from ..tables import TABLES", "def f():\n    from ..tables import check",
    "if TYPE_CHECKING:\n    from ..tables import Table", "importlib.import_module('evaltools.tables')",
])
def test_every_spelling_of_an_import_is_seen(line: str) -> None:
    assert known_modules(line, "evaltools.report") == {"evaltools.tables"}


# ---------------------------------------------------------------- sizes and words

def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function without its docstring."""
    last = function.end_lineno or function.lineno
    first = function.body[0]
    documented = ast.get_docstring(function) is not None
    return last - function.lineno + 1 - ((first.end_lineno or 0) - first.lineno + 1 if documented else 0)


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_and_functions_stay_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 300
    assert {function.name: code_lines(function) for function in functions(path) if code_lines(function) > 40} == {}


VAGUE = {"data", "info", "util", "utils", "helper", "helpers", "manager", "handler", "process", "df", "df2", "tmp", "kpi", "misc"}


def names_given(path: Path) -> Iterator[str]:
    """The names that a file gives: of itself, its classes, functions, parameters and variables."""
    yield path.stem
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.arg(arg=name):
                yield name
            case ast.Name(id=name, ctx=ast.Store()):
                yield name


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_names_are_whole_words(path: Path) -> None:
    assert {name for name in names_given(path) if name.lower().strip("_") in VAGUE} == set()


@pytest.mark.parametrize("module", sorted(name for name, path in MODULES.items() if ">>> " in path.read_text("utf-8")))
def test_examples_in_docstrings_hold(module: str) -> None:
    results = doctest.testmod(importlib.import_module(module))
    assert results.attempted > 0
    assert results.failed == 0


# ---------------------------------------------------------------- README and docs

def docs() -> str:
    return "\n".join(path.read_text("utf-8") for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))])


def readme_map() -> tuple[list[str], set[str]]:
    """The README's map: the names at its top, and those below `src/evaltools/` without their endings."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    tree = next((block for block in blocks if re.search(r"^src/evaltools/", block, re.MULTILINE)), "")
    assert tree, "the README needs a code block with the tree: a name, spaces, what it is; the package's modules two spaces in"
    top = [name for names in re.findall(r"^(\S.*?)(?:  |$)", tree, re.MULTILINE) for name in names.split(", ")]
    package = re.search(r"^src/evaltools/.*\n((?: +.*\n)*)", tree, re.MULTILINE)
    inside = re.findall(r"^  (\S.*?)(?:  |$)", package[1], re.MULTILINE) if package else []
    return top, {name.rstrip("/").removesuffix(".py") for names in inside for name in names.split(", ")}


def test_the_readmes_map_shows_the_top_as_it_is() -> None:
    top, _ = readme_map()
    assert [name for name in top if not (ROOT / name).exists()] == [], "on the map, but not there"
    kept = {path.relative_to(ROOT).parts[0] for path in tracked()}
    shown = {name.split("/")[0] for name in top}
    assert {name for name in kept if not name.startswith(".")} - shown == set(), "there, but not on the map"


def test_the_readmes_map_names_every_module() -> None:
    _, shown = readme_map()
    here = {module.split(".")[1] for module in MODULES if "." in module}
    assert here - shown == set(), "there, but not on the map"
    assert shown - here <= {"__init__"}, "on the map, but not there"


def test_the_readmes_pictures_are_there_and_small() -> None:
    linked = set(re.findall(r"\]\((docs/[^)]+)\)", (ROOT / "README.md").read_text("utf-8")))
    assert linked
    assert {name for name in linked if not (ROOT / name).is_file()} == set(), "made by benchmarks/pictures.py"
    for picture in (ROOT / "docs").glob("*.png"):
        content = picture.read_bytes()
        assert len(content) <= 60_000, picture.name
        assert content[25] == 3, f"{picture.name} has no palette"


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[str]:
    """Every command of the command line, also those of groups, as it is typed."""
    for name, command in getattr(group, "commands", {}).items():
        if not command.hidden:
            yield " ".join((*path, name))
            yield from commands(command, (*path, name))


def test_docs_name_every_command() -> None:
    if "evaltools.cli" not in MODULES:
        pytest.skip("there is no command line yet")
    module = importlib.import_module("evaltools.cli")
    named_commands = set(commands(typer.main.get_command(module.app)))
    assert named_commands >= {"run", "check", "demo", "init", "lab"}
    text = docs()
    assert {name for name in named_commands if not re.search(rf"evaltools {re.escape(name)}\b", text)} == set()


# ---------------------------------------------------------------- nothing of one machine

def tracked() -> list[Path]:
    """What git keeps or is about to keep."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git repository")
    listed = subprocess.check_output(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, text=True)
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


# Written in two pieces, so that this file does not hold what it looks for
FORBIDDEN = re.compile("|".join([
    r"(?<![\w.])/(?:wo" "rk|fa" "rm|ro" "ot|tm" "p)/",
    "pypi" r"\.org", "python" r"hosted\.org", "npm" r"js\.(?:org|com)", "deb" r"\.debian\.org", "anaconda" r"\.org"]))


def test_no_path_of_a_machine_and_no_host_of_a_registry() -> None:
    found = []
    for path in tracked():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {hit[0]}" for hit in FORBIDDEN.finditer(text)]
    assert found == []


def test_the_search_for_paths_and_hosts_finds_them() -> None:
    for text in ("/wo" "rk/main", 'cd "/tm' 'p/x"', "https://files.python" "hosted.org/a", "pypi" ".org/simple"):
        assert FORBIDDEN.search(text), text
    for text in ("https://example.org/framework/work", "docs/work/", "../work/x", "network/", "homework/"):
        assert not FORBIDDEN.search(text), text


# ---------------------------------------------------------------- notebooks

def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def opened(path: Path) -> Any:
    notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    return notebook


def code_cells(path: Path) -> list[Any]:
    return [cell for cell in opened(path).cells if cell.cell_type == "code"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=named)
def test_a_notebook_holds_no_outputs(path: Path) -> None:
    assert [cell.id for cell in code_cells(path) if cell.outputs or cell.execution_count is not None] == []
    assert {"papermill", "widgets"} & set(opened(path).metadata) == set()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=named)
def test_a_notebook_is_short_and_reads_like_a_table_of_contents(path: Path) -> None:
    assert len(opened(path).cells) <= 30
    for cell in code_cells(path):
        assert len(cell.source.strip().splitlines()) <= 12, cell.id
        kinds = {type(node) for node in ast.walk(ast.parse(cell.source))}
        assert kinds & {ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef} == set(), cell.id


@pytest.mark.parametrize("path", NOTEBOOKS, ids=named)
def test_the_ids_of_cells_can_be_read(path: Path) -> None:
    ids = [cell.id for cell in opened(path).cells]
    assert [name for name in ids if not re.fullmatch(r"[a-z]{2,}(-[a-z0-9]+)*", name)] == []
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("path", [path for path in NOTEBOOKS if path.parent.name != "research"], ids=named)
def test_parameters_are_tagged_and_explained(path: Path) -> None:
    tagged = [cell for cell in code_cells(path) if "parameters" in cell.metadata.get("tags", [])]
    assert len(tagged) == 1
    source = tagged[0].source
    statements = ast.parse(source).body
    assert statements, "a notebook that is run has parameters"
    assert {type(node) for node in statements} <= {ast.Assign, ast.AnnAssign}
    unexplained = [line for line in source.splitlines() if line.strip() and "#" not in line]
    assert unexplained == []


@pytest.mark.parametrize("path", REPORTS, ids=named)
def test_a_report_notebook_opens_releases_and_nothing_else(path: Path) -> None:
    allowed = {"evaltools", "evaltools.release", "evaltools.report", "evaltools.languages"}
    for cell in code_cells(path):
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Import | ast.ImportFrom):
                origins = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
                assert {".".join(origin.split(".")[:2]) for origin in origins} <= allowed, cell.id


def test_there_are_notebooks_to_look_at() -> None:
    assert {"collect.ipynb", "indicators.ipynb"} <= {path.name for path in NOTEBOOKS}
    assert {"cohort.ipynb", "programme.ipynb", "bureau.ipynb"} <= {path.name for path in REPORTS}

