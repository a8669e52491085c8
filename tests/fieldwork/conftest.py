"""A small organisation with its own questionnaires and register, and an empty survey server that it can write to."""

import datetime as dt
import itertools
from contextlib import contextmanager

import openpyxl
import pytest

from evaltools import fieldwork, questionnaires, settings
from evaltools.demo.server import Server as Hosting
from evaltools.fieldwork.following import View
from evaltools.fieldwork.numbers import Pending
from evaltools.fieldwork.opening import Place, Register
from evaltools.fieldwork.pushing import Desk
from evaltools.fieldwork.server import site_address
from evaltools.gather import server_of
from evaltools.identity import VARIABLE
from evaltools.sources import limesurvey, registers
from evaltools.stages import Organisation
from evaltools.workspace import Workspace

TODAY = dt.date(2026, 7, 1)

SCALES = """\
level:
  answers:
    - {code: l1, value: 1, text: {fr: "Pas du tout", nl: "Helemaal niet"}}
    - {code: l2, value: 2, text: {fr: "Un peu", nl: "Een beetje"}}
    - {code: l3, value: 3, text: {fr: "Beaucoup", nl: "Veel"}}
    - {code: na, status: prefer_not, text: {fr: "Je ne souhaite pas répondre", nl: "Ik antwoord liever niet"}}
"""
END = """\
id: end
title: {fr: "Bilan", nl: "Terugblik"}
welcome: {fr: "<p>Bonjour &amp; merci</p>", nl: "Dag"}
thanks: {fr: "Merci", nl: "Bedankt"}
languages: [fr, nl]
waves: [end]
groups: {main: {fr: "Le cours", nl: "De cursus"}, more: {fr: "Vous", nl: "U"}}
modules: {housing: {fr: "Logement", nl: "Wonen"}}
items:
  - code: content
    scale: level
    text: {fr: "Le contenu vous a plu ?", nl: "Vond u de inhoud goed?"}
    help: {fr: "Une réponse", nl: "Eén antwoord"}
  - {code: welcome, scale: level, text: {fr: "L'accueil vous a plu ?", nl: "Vond u het onthaal goed?"}}
  - code: needs
    type: multiple
    text: {fr: "De quoi avez-vous besoin ?", nl: "Wat hebt u nodig?"}
    options: {housing: {fr: "Un logement", nl: "Een woning"}, none: {fr: "De rien", nl: "Niets"}}
    other: {fr: "Autre chose", nl: "Iets anders"}
    exclusive: [none]
  - {code: minutes, type: number, low: 0, high: 90, whole: true, group: more, text: {fr: "Combien de minutes ?", nl: "Hoeveel minuten?"}}
  - {code: suggestion, type: long_text, group: more, when: {item: content, is: [l1, l2]}, text: {fr: "Que changer ?", nl: "Wat anders?"}}
  - {code: moved, scale: level, group: more, module: housing, text: {fr: "Avez-vous déménagé ?", nl: "Bent u verhuisd?"}}
"""
FOLLOWUP = """\
id: followup
title: {fr: "Des nouvelles", nl: "Nieuws"}
languages: [fr, nl]
waves: [followup6, followup12]
items:
  - {code: content, scale: level, text: {fr: "Le contenu vous sert ?", nl: "Is de inhoud nuttig?"}}
"""
SESSION = """\
id: session
title: {fr: "Fiche", nl: "Fiche"}
languages: [fr, nl]
waves: [session]
repeated: true
items:
  - {code: today, scale: level, text: {fr: "Et aujourd'hui ?", nl: "En vandaag?"}}
"""
VISITOR = """\
id: visitor
title: {fr: "Visite", nl: "Bezoek"}
languages: [fr, nl]
waves: [visit]
anonymous: true
items:
  - {code: venue, scale: level, text: {fr: "Le lieu", nl: "De plaats"}}
"""
SETTINGS = """\
# our organisation
languages = ["fr", "nl"]  # reports
[organisation]
id = "ours"
name = {fr = "Nous", nl = "Wij"}

[limesurvey]
url = "URL"
timezone = "UTC"

[[programmes]]
id = "ateliers"
kind = "workshop"
name = {fr = "Ateliers", nl = "Ateliers"}
registers = ["register.xlsx"]

[[programmes.sites]]
id = "ixl"
name = "Ixelles"

[[programmes.surveys]]
questionnaire = "end"  # at the end
wave = "end"

[[programmes.surveys]]
questionnaire = "followup"
wave = "followup6"

[[programmes.surveys]]
questionnaire = "session"
wave = "session"

[[programmes]]
id = "bureau"
kind = "bureau"
name = {fr = "Bureau", nl = "Bureau"}
sites = [{id = "koe", name = "Koekelberg"}]
surveys = [{questionnaire = "visitor", wave = "visit", site = "koe"}]  # on one line
"""
# group A ended in June, group B goes on to September, group C ended a year ago
REGISTER = {
    "Groups": [("Group", "Site", "Start", "Planned end"), ("A", "Ixelles", dt.date(2026, 1, 5), dt.date(2026, 6, 15)),
               ("B", "Ixelles", dt.date(2026, 4, 1), dt.date(2026, 9, 30)), ("C", "Ixelles", dt.date(2025, 1, 6), dt.date(2025, 6, 16))],
    "Participants": [("Number", "Language", "LimeSurvey access code"), ("A-001", "fr", None), ("A-002", "nl", None),
                     ("A-003", "ar", "own_1"), ("B-001", "fr", None), ("B-002", "fr", "not usable!"), ("C-001", "nl", None)],
    "Enrolments": [("Number", "Group", "Start", "Exit"), ("A-001", "A", dt.date(2026, 1, 5), None),
                   ("A-002", "A", dt.date(2026, 1, 5), None),
                   ("A-003", "A", dt.date(2026, 1, 5), dt.date(2026, 4, 20)), ("B-001", "B", dt.date(2026, 4, 1), None),
                   ("B-002", "B", dt.date(2026, 4, 1), None), ("C-001", "C", dt.date(2025, 1, 6), None)],
}


class Ours:
    """The organisation's folder, and every verb of fieldwork on it; settings are read anew each time, as a command does."""

    def __init__(self, root, hosting):
        self.root, self.hosting = root, hosting

    def text(self):
        return (self.root / "evaltools.toml").read_text("utf-8")

    def change(self, name, old, new):
        path = self.root / name
        content = path.read_text("utf-8")
        assert old in content
        path.write_text(content.replace(old, new, 1), "utf-8")

    @property
    def organisation(self):
        return Organisation(settings.load(self.root), questionnaires.load(self.root / "surveys"), {}, Workspace(self.root))

    def chosen(self, wave="", **more):
        return fieldwork.choose(self.organisation.settings, self.organisation.questionnaires, wave=wave, **more)

    def sid(self, wave="end"):
        return self.chosen(wave)[0].setting.sid

    def hosted(self, wave="end"):
        return self.hosting.surveys[self.sid(wave)]

    @contextmanager
    def client(self):
        with fieldwork.signed_in(self.organisation.settings) as server:
            yield server

    def push(self, wave="end", dry_run=False):
        organisation = self.organisation
        with self.client() as server:
            desk = Desk(server, organisation.settings, Pending(organisation.workspace), dry_run)
            return [fieldwork.push(each, desk) for each in self.chosen(wave)]

    def register(self):
        organisation = self.organisation
        programme, identity = organisation.settings.programmes[0], organisation.identity()
        return Register(registers.read(programme.registers, programme, self.root, identity), identity)

    def open(self, wave="end", **more):
        organisation = self.organisation
        address = site_address(server_of(organisation.settings))
        with self.client() as server:
            place = Place(server, organisation.settings, organisation.workspace, address, TODAY, **more)
            return [fieldwork.open_survey(each, self.register(), place) for each in self.chosen(wave)]

    def follow(self, wave="end", today=TODAY):
        organisation = self.organisation
        with self.client() as server:
            view = View(organisation.settings, organisation.questionnaires, server, {"ateliers": self.register().read},
                        organisation.workspace, today)
            return [fieldwork.follow(each, view) for each in self.chosen(wave)]

    def check(self, wave="end"):
        with self.client() as server:
            return [fieldwork.check(each, server, self.organisation.settings) for each in self.chosen(wave)]

    def close(self, wave="end", moment=None):
        with self.client() as server:
            return [fieldwork.close(each, server, self.organisation.settings, moment) for each in self.chosen(wave)]

    def token(self, number):
        read = self.register().read
        return self.register().codes()[read.by_number[number]]

    def answer(self, wave, token, **cells):
        """One form as a browser would leave it: columns by question code, `submitdate` where it was sent."""
        sid = self.sid(wave)
        with self.client() as server:
            columns = {field["title"] + (f"[{field['aid']}]" if field.get("aid") else ""): name
                       for name, field in server.ask("get_fieldmap", sid, survey=sid).items() if field.get("title")}
            raw = {"token": token, "startlanguage": "fr", "submitdate": "2026-06-20 10:00:00", "startdate": "2026-06-20 09:55:00",
                   "datestamp": "2026-06-20 10:00:00"}
            raw |= {columns.get(name, name): value for name, value in cells.items()}
            server.ask("get_summary", sid, survey=sid)  # signed in from here on
            server._client.session.add_response(sid, raw)


def write_register(path, sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.save(path)


@pytest.fixture
def ours(tmp_path, monkeypatch):
    """The organisation beside an empty server; nothing is pushed yet."""
    root = tmp_path / "ours"
    (root / "surveys").mkdir(parents=True)
    for name, content in (("scales", SCALES), ("end", END), ("followup", FOLLOWUP), ("session", SESSION), ("visitor", VISITOR)):
        (root / "surveys" / f"{name}.yml").write_text(content, "utf-8")
    write_register(root / "register.xlsx", REGISTER)
    monkeypatch.setenv("EVALTOOLS_LIMESURVEY_USER", "field")
    monkeypatch.setenv("EVALTOOLS_LIMESURVEY_PASSWORD", "work")
    monkeypatch.setenv(VARIABLE, "5e" * 32)
    with Hosting([], user="field", password="work") as hosting:
        (root / "evaltools.toml").write_text(SETTINGS.replace("URL", hosting.url), "utf-8")
        yield Ours(root, hosting)


@pytest.fixture
def calls(monkeypatch):
    """The methods that were asked of the server, in their order."""
    asked = []
    ask = limesurvey.Server.ask

    def noted(server, method, *arguments, **options):
        asked.append(method)
        return ask(server, method, *arguments, **options)

    monkeypatch.setattr(limesurvey.Server, "ask", noted)
    return asked


CHANGES = {"import_survey", "delete_survey", "activate_survey", "activate_tokens", "add_participants", "set_survey_properties"}


class Killed(BaseException):
    """The end of the program at some moment: no `except Exception` stops it."""


@pytest.fixture
def killed(monkeypatch):
    """For each n: prepare, run a verb that is ended before or after its n-th change on the server, run it again and look."""
    ask = limesurvey.Server.ask

    def every(prepare, verb, rerun):
        for moment, late in itertools.product(range(1, 100), (False, True)):
            prepare()
            count = itertools.count(1)

            def deadly(server, method, *arguments, moment=moment, late=late, count=count, **options):
                end = method in CHANGES and next(count) == moment
                if end and not late:
                    raise Killed
                try:
                    return ask(server, method, *arguments, **options)
                finally:
                    if end:
                        raise Killed

            with monkeypatch.context() as patch:
                patch.setattr(limesurvey.Server, "ask", deadly)
                try:
                    verb()
                    return moment
                except Killed:
                    pass
            rerun()
        raise AssertionError("no run came through")

    return every
