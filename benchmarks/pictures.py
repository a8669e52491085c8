"""A picture of each kind of page, for the README: small PNGs with a palette, in docs/.

    python benchmarks/pictures.py FOLDER     an organisation whose last quarter is published, e.g. the demonstration

It needs Chromium. Each kind of page that is there gets its picture, of its fullest page; the languages take turns. Pictures of pages
that are no more are removed.
"""

from __future__ import annotations

import base64
import re
import struct
import sys
import zlib
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from whole_way.browser.chromium import Page, browser, program  # noqa: E402
from whole_way.browser.published import kind, pages  # noqa: E402

PLACE = ROOT / "docs"
CODES = ("fr", "nl", "en")
LARGEST = 60_000
"""Bytes of a picture."""
DESKTOP, PHONE, PAPER = (1000, 1250, 0.7, "screen"), (360, 800, 1.0, "screen"), (680, 960, 0.8, "print")
"""Width and height in pixels of the page, how much smaller the picture is, and the medium."""


def chosen(demo: Path) -> dict[str, tuple[Path, tuple[int, int, float, str]]]:
    """Name of a picture -> page and view: one a kind on a desktop, and a group's report on a phone and on paper too."""
    by_kind: dict[str, dict[str, Path]] = {}
    for page in sorted(pages(demo), key=lambda page: page.stat().st_size):  # the largest of a kind and language stays
        tree, name, code = kind(page, demo)
        if name != "index" or tree == "workspace":
            by_kind.setdefault(named(tree, name), {})[code] = page
    found = {}
    for place, (name, languages) in enumerate(sorted(by_kind.items())):
        found[name] = languages.get(CODES[place % len(CODES)]) or next(iter(languages.values())), DESKTOP
    group = next(name for name in sorted(by_kind) if name.startswith("cohort"))
    found["phone"], found["paper"] = (by_kind[group]["fr"], PHONE), (by_kind[group]["nl"], PAPER)
    return found


def named(tree: str, name: str) -> str:
    """What a picture is called: the audience and the report, without what is particular to a place or quarter."""
    report = re.sub(r"^(bureau|site)-.*|^\d{4}-Q\d$", lambda found: found[1] or "", name)
    report = re.sub(r".*-(managers|partners|progression)$", r"\1", report)  # one of each, whatever the programme and its readers
    tree = "" if report in ("managers", "partners", "progression", "site") else tree
    return re.sub(r"\W+", "-", " ".join(dict.fromkeys(f"{tree} {report}".split()))).strip("-").replace("cohort-of", "cohort")


def taken(tab: Page, page: Path, view: tuple[int, int, float, str]) -> bytes:
    """The top of a page, as a PNG with a palette."""
    width, height, scale, medium = view
    tab.open(page, width, height, medium)
    shot = tab.call("Page.captureScreenshot", format="png", clip={"x": 0, "y": 0, "width": width, "height": height, "scale": scale})
    pixels = decoded(base64.b64decode(shot["data"]))
    return next(small for colours in (96, 48, 24, 12) if len(small := encoded(pixels, colours)) <= LARGEST or colours == 12)


def decoded(png: bytes) -> np.ndarray:
    """The pixels of a PNG of eight bits a colour: row x column x red, green, blue."""
    place, parts, width, height, channels = 8, [], 0, 0, 3
    while place < len(png):
        size, name = struct.unpack(">I4s", png[place:place + 8])
        content = png[place + 8:place + 8 + size]
        if name == b"IHDR":
            width, height, _, colour = struct.unpack(">IIBB", content[:10])
            channels = {2: 3, 6: 4}[colour]
        parts += [content] if name == b"IDAT" else []
        place += size + 12
    lines = np.frombuffer(zlib.decompress(b"".join(parts)), np.uint8).reshape(height, width * channels + 1)
    before, rows = np.zeros((width, channels), np.uint8), []
    for line in lines:
        before = unfiltered(int(line[0]), line[1:].reshape(width, channels), before)
        rows.append(before)
    return np.stack(rows)[:, :, :3]


def unfiltered(rule: int, line: np.ndarray, above: np.ndarray) -> np.ndarray:
    """One line of a PNG as it was before it was filtered (PNG specification, chapter 9)."""
    if rule == 0:
        return line.copy()
    if rule == 1:
        return np.cumsum(line, axis=0, dtype=np.uint8)
    if rule == 2:
        return line + above
    done = np.zeros((len(line) + 1, line.shape[1]), int)
    corner = np.vstack([np.zeros((1, line.shape[1]), int), above.astype(int)])
    for place in range(len(line)):
        left, up, diagonal = done[place], corner[place + 1], corner[place]
        if rule == 3:
            guess = (left + up) // 2
        else:
            away = [np.abs(up - diagonal), np.abs(left - diagonal), np.abs(left + up - 2 * diagonal)]
            guess = np.where((away[0] <= away[1]) & (away[0] <= away[2]), left, np.where(away[1] <= away[2], up, diagonal))
        done[place + 1] = (line[place] + guess) % 256
    return done[1:].astype(np.uint8)


def encoded(pixels: np.ndarray, colours: int) -> bytes:
    """A PNG of that many colours, the most frequent ones; every other pixel takes the nearest of them."""
    seen, inverse, counts = np.unique(pixels.reshape(-1, 3) & 0xF8 | pixels.reshape(-1, 3) >> 5, axis=0, return_inverse=True,
                                      return_counts=True)
    palette = seen[np.argsort(-counts)[:colours]]
    nearest = np.abs(seen[:, None, :].astype(int) - palette[None, :, :].astype(int)).sum(axis=2).argmin(axis=1).astype(np.uint8)
    rows = nearest[inverse.reshape(-1)].reshape(pixels.shape[:2])
    lines = np.hstack([np.zeros((len(rows), 1), np.uint8), rows]).tobytes()
    head = struct.pack(">IIBBBBB", rows.shape[1], rows.shape[0], 8, 3, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(name, content) for name, content in (
        (b"IHDR", head), (b"PLTE", palette.tobytes()), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b"")))


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or not (Path(arguments[0]) / "reports").is_dir() or program() is None:
        print(__doc__)
        return 2
    PLACE.mkdir(exist_ok=True)
    wanted = chosen(Path(arguments[0]).resolve())
    with browser() as tab:
        tab.call("Emulation.setScrollbarsHidden", hidden=True)
        for name, (page, view) in wanted.items():
            picture = taken(tab, page, view)
            (PLACE / f"{name}.png").write_bytes(picture)
            print(f"{name + '.png':<32}{len(picture) / 1000:>7.1f} kB   {page.name}")
    for old in PLACE.glob("*.png"):
        if old.stem not in wanted:
            old.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
