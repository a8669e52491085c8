"""The last look at a finished page: it asks nothing of the network, runs nothing, and every link leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Collection

from ..errors import ReportError
from . import markup

LARGEST = 120_000  # bytes: a group's page must open on a phone with a poor connection
LARGEST_ABOVE = 300_000  # bytes of a page on an antenna or a programme, of which far more may be told
_FORBIDDEN = frozenset({"script", "iframe", "frame", "object", "embed", "form", "input", "button", "base", "applet", "audio",
                        "video", "img", "foreignobject", "animate", "set"})
_LINKS = frozenset({"href", "src", "srcset", "xlink:href", "action", "formaction", "poster", "data", "ping", "cite",
                    "background"})
_CSS_REQUEST = re.compile(r"@import|url\(\s*['\"]?(?!#)|expression\(", re.IGNORECASE)
_BESIDE = re.compile(r"(\.\./)*[\w-]+(/[\w-]+)*(\.[a-z]{2})?\.html")  # a page beside this one: no scheme, no host
_ATTRIBUTE_REQUEST = re.compile(r"url\(\s*['\"]?(?!#)", re.IGNORECASE)


class _Reader:
    """Collects what is wrong in one page."""

    def __init__(self, links: bool, beside: Collection[str], script: str) -> None:
        self.links, self.beside, self.script = links, beside, script
        self.allowed = {"script", "input"} if script else set()
        self.wrong: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.headings = 0
        self.language = ""
        self.title = ""
        self._inside = ""

    def read(self, html: str) -> None:
        """Look at a whole page."""
        for tag, attributes, text in markup.steps(html):
            if attributes is not None:
                self._begin(tag, attributes)
            elif tag:
                self._inside = ""
            else:
                self._say(text)

    def _begin(self, tag: str, attributes: markup.Attributes) -> None:
        self._inside = tag
        self.headings += tag == "h1"
        if tag == "html":
            self.language = attributes.get("lang", "")
        if tag in _FORBIDDEN - self.allowed:
            self.wrong.append(f"the element <{tag}>")
        if tag == "meta" and attributes.get("http-equiv", "").lower() not in ("", "content-security-policy"):
            self.wrong.append("a meta element that acts")
        if tag == "link" and attributes.get("href") != "data:,":
            self.wrong.append("a link element")
        for name, value in attributes.items():
            self._attribute(tag, name, value)

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on"):
            self.wrong.append(f"the event attribute {name}")
        if name == "style":
            self.wrong.append("a style attribute")
        if name == "id":
            self.ids.append(value)
        if name in _LINKS and tag != "link":
            self._link(value)
        if _ATTRIBUTE_REQUEST.search(value):
            self.wrong.append(f"an address in the attribute {name}")
        self.targets += re.findall(r"url\(#([^)]+)\)", value)

    def _link(self, value: str) -> None:
        if value.startswith("#"):
            self.targets.append(value[1:])
        elif not value.startswith("mailto:") and not (self.links and _BESIDE.fullmatch(value)) and value not in self.beside:
            self.wrong.append("an address outside of the page")

    def _say(self, text: str) -> None:
        if self._inside == "style" and _CSS_REQUEST.search(text):
            self.wrong.append("a style that asks for a file")
        if self._inside == "script" and text != self.script:
            self.wrong.append("a script that is not ours")
        if self._inside == "title":
            self.title += text


def problems(html: str, links: bool = False, beside: Collection[str] = (), script: str = "", largest: int = LARGEST) -> list[str]:
    """Everything that a page must not hold or lacks, in the reader's order; empty where it may be published.

    `links`: it is an index, and may link the pages beside it. `beside`: the files beside it that any page may link.
    `script`: the one script that a page of the workspace may run, word for word.
    """
    reader = _Reader(links, beside, script)
    reader.read(html)
    found = list(reader.wrong)
    found += [f"the identifier '{name}' twice" for name in sorted({name for name in reader.ids if reader.ids.count(name) > 1})]
    found += [f"a link to '{name}', which is not there" for name in dict.fromkeys(reader.targets) if name not in reader.ids]
    if reader.headings != 1:
        found.append(f"{reader.headings} main headings instead of one")
    if not reader.language or not reader.title.strip():
        found.append("no language or no title")
    if "content-security-policy" not in html.lower():
        found.append("no content security policy")
    if not links and len(html.encode()) > largest:
        found.append(f"more than {largest // 1000} kB")
    return found


def check(html: str, name: str, links: bool = False, beside: Collection[str] = (), script: str = "", largest: int = LARGEST) -> None:
    """Raise ReportError with everything that is wrong with a page; says what it is, never what the page says."""
    found = problems(html, links, beside, script, largest)
    if found:
        raise ReportError(f"The page {name} cannot be published: it holds " + "; ".join(dict.fromkeys(found)) + ".",
                          "Show only what the report's own methods give; write text in markdown cells without HTML.")
