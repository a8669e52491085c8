"""What the pages weigh, what they cost, and how easily they read.

    python benchmarks/reports.py FOLDER     an organisation whose last quarter is published, e.g. the demonstration

Weights are of the published files; processor time is of one page of each kind made again, kernel and all, in a folder that is thrown
away; reading ease is that of the text beside each page: information, no gate.
"""

from __future__ import annotations

import re
import resource
import statistics
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from evaltools import release as releases
from evaltools import starter
from evaltools.demo import SECRET
from evaltools.identity import Identity
from evaltools.languages import reading
from evaltools.plan import Draft, planned
from evaltools.report.downloads import ENDINGS
from evaltools.report.lint import LARGEST
from evaltools.runs import execute
from evaltools.scope import LANGUAGES, Period
from evaltools.workspace import Workspace


def kind_of(tree: str, name: str) -> str:
    """What kind of page: its audience and its report, read off names."""
    audience = re.sub(r"-[0-9a-f]{12}$", "", tree)
    return name if audience != tree else f"{tree} {re.sub('-.*', '', name)}"


def published(reports: Path) -> dict[str, list[Path]]:
    """Every page by its kind."""
    found: dict[str, list[Path]] = defaultdict(list)
    for page in sorted(reports.rglob("*.html")):
        found[kind_of(page.relative_to(reports).parts[0], page.name.split(".")[0])].append(page)
    return dict(sorted(found.items()))


def weights(reports: Path) -> None:
    print(f"\nWeight in kB (a report at most {LARGEST // 1000})")
    print(f"{'kind':<24}{'pages':>7}{'median':>9}{'largest':>9}   beside a page, the largest")
    for kind, pages in published(reports).items():
        sizes = [page.stat().st_size / 1000 for page in pages]
        beside = {ending[1:]: max((file.stat().st_size / 1000 for file in files(pages, ending)), default=0) for ending in ENDINGS}
        told = "  ".join(f"{ending} {size:.1f}" for ending, size in beside.items() if size)
        print(f"{kind:<24}{len(pages):>7}{statistics.median(sizes):>9.1f}{max(sizes):>9.1f}   {told}")


def files(pages: list[Path], ending: str) -> list[Path]:
    """The files of one kind that stand beside pages."""
    return [file for page in pages if (file := page.with_suffix(ending)).is_file()]


def processor() -> float:
    """Seconds of processor that this program and what it started have used."""
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def costs(organisation: Workspace) -> None:
    period = max(period for period in organisation.periods() if organisation.record(period).get("release"))
    drafts = {}
    with tempfile.TemporaryDirectory() as place:
        for draft in elsewhere(organisation, period, Path(place)):
            drafts.setdefault(kind_of(draft.tree, draft.name), draft)
        print(f"\nProcessor time of one page, in seconds\n{'kind':<24}{'seconds':>9}")
        for kind, draft in sorted(drafts.items()):
            before = processor()
            [result] = execute([draft.job], 1)
            print(f"{kind:<24}{processor() - before:>9.2f}{'' if result.ok else f'   failed: {result.message}'}")


def elsewhere(organisation: Workspace, period: Period, place: Path) -> list[Draft]:
    """The drafts of a quarter, to be written in another folder from the same release."""
    other = Workspace(place)
    target = other.folder("releases", str(period)) / str(organisation.record(period)["release"])
    target.symlink_to(organisation.private / "releases" / str(period) / target.name)
    return planned(releases.read(target), other, starter.own(organisation.root, "notebooks"), Identity.from_secret(SECRET))


def words(reports: Path) -> None:
    formulas = {"fr": "Kandel-Moles", "nl": "Flesch-Douma", "en": "Flesch"}
    print(f"\nReading ease (60 is plain, 30 is hard) of the texts beside the pages\n{'kind':<24}" + "".join(
        f"{f'{code} {formulas[code]}':>18}" for code in LANGUAGES))
    texts = {code: {kind: "\n".join(file.read_text("utf-8-sig") for file in files(pages, ".txt") if f".{code}." in file.name)
                    for kind, pages in published(reports).items()} for code in LANGUAGES}
    for kind in (kind for kind, text in texts[LANGUAGES[0]].items() if text):
        print(f"{kind:<24}" + "".join(f"{reading.ease(texts[code][kind], code):>18.0f}" for code in LANGUAGES))
    for code in LANGUAGES:
        said = {sentence for text in texts[code].values() for sentence in reading.sentences(text)}
        long = sorted((-reading.length(sentence), sentence) for sentence in said if reading.length(sentence) > reading.LONGEST)
        print(f"\n{code}: {len(said)} different sentences, {len(long)} longer than {reading.LONGEST} words; words never to be said: "
              f"{sum(bool(reading.FORBIDDEN.search(sentence)) for sentence in said)}")
        for number, sentence in long[:3]:
            print(f"  {-number}: {sentence}")


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or not (Path(arguments[0]) / "reports").is_dir():
        print(__doc__)
        return 2
    organisation = Workspace(Path(arguments[0]).resolve())
    weights(organisation.reports)
    words(organisation.reports)
    costs(organisation)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
