"""The tidy tables: a table's name is what its row is; every column has one type and, where it is a category, its codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from ..errors import WorkspaceError

Kind = Literal["id", "category", "text", "date", "time", "minutes", "whole", "number", "flag"]
DTYPES: dict[Kind, str] = {
    "id": "string", "category": "string", "text": "string", "time": "string",
    "date": "datetime64[s]", "minutes": "Int64", "whole": "Int64", "number": "Float64", "flag": "boolean",
}


@dataclass(frozen=True)
class Column:
    """One column: what it holds, and the codes of a category (empty: any)."""

    name: str
    kind: Kind
    codes: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Table:
    """One tidy table: the sentence that says what a row is, its key, its columns."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def of_women(self) -> bool:
        """Whether a row is about one woman, known or not."""
        return self.name == "candidates" or any(column.name == "participant" for column in self.columns)

    def empty(self) -> pd.DataFrame:
        """The table with its columns and no row."""
        return self.frame([])

    def frame(self, records: Iterable[dict[str, object]]) -> pd.DataFrame:
        """Rows with exactly this table's columns and types, sorted by its key."""
        return self.typed(pd.DataFrame(list(records), columns=[column.name for column in self.columns], dtype=object))

    def typed(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Rows with exactly this table's columns and types, missing ones empty, sorted by its key."""
        rows = rows.reindex(columns=[column.name for column in self.columns])
        typed = pd.DataFrame({column.name: _typed(rows[column.name], column.kind) for column in self.columns})
        return typed.sort_values(list(self.key), kind="stable", ignore_index=True)

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(column for column in self.columns if column.name == name)


def _typed(values: pd.Series, kind: Kind) -> pd.Series:
    if kind == "date":
        return pd.to_datetime(values).astype("datetime64[s]")
    return values.astype(DTYPES[kind])


def _table(name: str, row: str, key: str, *columns: Column) -> Table:
    return Table(name, row, tuple(key.split()), columns)


def _ids(names: str) -> tuple[Column, ...]:
    return tuple(Column(name, "id") for name in names.split())


def _dates(names: str) -> tuple[Column, ...]:
    return tuple(Column(name, "date") for name in names.split())


def _codes(name: str, codes: str) -> Column:
    return Column(name, "category", tuple(codes.split()))


def _flags(names: str) -> tuple[Column, ...]:
    return tuple(Column(name, "flag") for name in names.split())


def _wholes(names: str) -> tuple[Column, ...]:
    return tuple(Column(name, "whole") for name in names.split())


EXIT_REASONS = {
    "completed": "completed", "job": "positive", "training": "positive", "other_positive": "positive",
    "moved": "administrative", "end_of_right": "administrative", "birth": "administrative",
    "lost_contact": "dropout", "not_suited": "dropout", "health": "dropout", "other": "dropout",
}
NEEDS = "isolation mental_load administrative financial educational legal social"
DOMAINS = "housing job childcare cpas debts separation other"
SERVICES = "listening social administrative legal psychological educational activities"
CHANNELS = "cpas association school word_of_mouth commune internet other"
FUNCTIONS = "informed oriented equipped"
COSTS = "supports promotion training individual supplies room administration pay premises children workshops childcare"
FOUNDATIONS = " ".join(f"foundation_{number}" for number in range(1, 11))
CHECKS = ("transport price distance step_free pushchair trolley changing_table play_corner private_room report_on_time "
          f"model_solo model_team model_merged model_communes {FOUNDATIONS}")
LESSONS = "position inequality rights safety children group_work communication"
INTERVISIONS = "group_building closing conflict durability politicising intercultural"

TABLES: dict[str, Table] = {table.name: table for table in (
    _table("cohorts", "one group of participants, with its site and programme", "cohort",
           *_ids("cohort programme site case_manager"), Column("label", "text"), *_dates("start planned_end end")),
    _table("participants", "one person in the registers, by pseudonym", "participant",
           *_ids("participant"), *_dates("entry"), _codes("language", "fr nl en ar tr other"),
           _codes("age_band", "under_25 25_34 35_44 45_plus"), _codes("children_band", "1 2 3 4_plus"),
           _codes("youngest_band", "under_3 3_5 6_11 12_plus"),
           _codes("employment", "job art60 training volunteering jobseeking none"),
           _codes("entry_channel", CHANNELS),
           _codes("income", "work integration_income unemployment disability alimony other"),
           *_flags("single_mother small_network reading_help shared_language")),
    _table("enrolments", "one participant in one cohort", "participant cohort",
           *_ids("participant cohort"), *_dates("start end phase2_start"),
           _codes("exit_reason", " ".join(EXIT_REASONS)), _codes("exit_kind", "completed positive administrative dropout")),
    _table("sessions", "one group session or collective activity", "session",
           *_ids("session programme site cohort"), *_dates("date"), Column("start_time", "time"), Column("venue", "text"),
           _codes("status", "held cancelled planned"),
           _codes("kind", "group activity children permanence outing cafe open codesign peer"), _codes("phase", "1 2"),
           Column("minutes", "minutes"), _ids("worker")[0], *_wholes("workers"),
           _codes("lead", "psychologist social coach case_manager peer partner other"),
           _codes("theme", "housing education health work rights identity self_care mediation family_planning mental_health other"),
           _codes("form", "information reflection action relaxation"),
           _codes("venue_kind", "commune womens_house cpas association other"), _codes("cancelled_for", "staff women room holiday other"),
           *_flags("chosen check_in accessible childcare agreement peer closing family"),
           *_wholes("children places attended outside alumni certificates decisions")),
    _table("attendance", "one participant due at one session", "participant session",
           *_ids("participant session cohort"), *_dates("date"), _codes("status", "present excused unexcused")),
    _table("contacts", "one individual contact or interview", "contact",
           *_ids("contact participant programme site"), *_dates("date"), _codes("kind", SERVICES),
           _codes("place", "bureau home walk cafe school administration doctor court phone other"), Column("minutes", "minutes"),
           _codes("step", "preliminary plan orientation cv interview_preparation job_interview project closing alumni"),
           _codes("topic", "budget rights housing parenting psychological assertive job_interview other"),
           _codes("function", FUNCTIONS), _codes("help", "computer phone transport school other"),
           _codes("orientation", "job training volunteering phase2 care other"),
           *_flags("agreed context_social context_work context_family peer")),
    _table("visits", "one reception visit at a bureau", "visit",
           *_ids("visit participant programme site"), *_dates("date"), Column("appointment", "flag"),
           Column("first_contact", "flag"), *(Column(f"need_{need}", "flag") for need in NEEDS.split()),
           Column("start_time", "time"), *_wholes("waiting"), Column("commune", "text"), _codes("function", FUNCTIONS)),
    _table("requests", "one request for help or one right to open", "request",
           *_ids("request participant programme site"), *_dates("date closed"), _codes("domain", DOMAINS),
           _codes("status", "open resolved partly not_resolved abandoned"), _codes("way", "here warm referred"), *_flags("lacking")),
    _table("rights", "one right that a woman has and had not taken up", "entitlement",
           *_ids("entitlement participant programme site"), *_dates("date opened"),
           _codes("right", "alimony family_allowance bim social_tariff housing_allowance legal_aid integration_income other"),
           _codes("status", "detected asked opened refused abandoned")),
    _table("goals", "one goal that a woman works on", "goal",
           *_ids("goal participant programme site"), *_dates("date reviewed"), *_flags("own"),
           _codes("level", "much_less less reached more much_more")),
    _table("referrals", "one woman sent on to a service, or sent by one", "referral",
           *_ids("referral participant programme site"), *_dates("date closed"),
           _codes("domain", "psychological legal housing debts health employment childcare social energy wellbeing other"),
           *_flags("internal received"), _codes("manner", "plain warm"), _codes("outcome", "waiting contact obtained refused lost"),
           _codes("partner_kind", "association health pms school cpas commune other")),
    _table("candidates", "one woman thought of for a group, before she starts", "candidate",
           *_ids("candidate programme site"), *_dates("date invited informed interviewed accepted started"),
           _codes("channel", CHANNELS), _codes("refusal", "not_target_group other_programme working declined unreachable no_place other")),
    _table("signals", "one structural obstacle that was reported", "signal",
           *_ids("signal programme site"), *_dates("date discussed recommended changed"),
           _codes("kind", "rule service exclusion waiting_list gap"),
           _codes("domain", "childcare housing legal work education health rights other"),
           _codes("power", "cpas commune region community federal"), _codes("obtained", "decision motion plan budget practice"),
           *_flags("single_parents")),
    _table("improvements", "one suggestion about the offer, and what became of it", "improvement",
           *_ids("improvement programme site cohort"), *_dates("date decided done told"),
           _codes("source", "cards survey meeting team codesign"),
           _codes("about", "hours venue tools content childcare promotion welcome other")),
    _table("partners", "one organisation that works with the programme", "partner",
           *_ids("partner programme site"), *_dates("date signed"),
           _codes("kind", "communal cpas neighbourhood womens_rights school childcare health employment parents_house other"),
           _codes("domain", "family wellbeing rights housing work leisure culture local")),
    _table("partnerships", "one contribution of a partner", "partnership",
           *_ids("partnership partner programme site cohort"), *_dates("date"), _codes("mode", "individual group policy")),
    _table("staff", "one worker or peer expert, by pseudonym", "worker",
           *_ids("worker programme site"), *_dates("start end"),
           _codes("role", "case_manager social psychologist coach coordinator peer volunteer other"), Column("fte", "number"),
           _codes("contract", "employee art60 self_employed volunteer other"), *_dates("sensitised gender_trained peer_trained"),
           _codes("outcome", "job training none other")),
    _table("trainings", "one training, intervision, coaching or meeting of the team", "training",
           *_ids("training programme site"), *_dates("date"), _codes("kind", "training intervision coaching meeting"),
           _codes("theme", f"{LESSONS} {INTERVISIONS}"), _codes("method", "oase positive film synthesis other"), Column("hours", "number"),
           *_wholes("invited attended practices reused"), *_flags("coordinator")),
    _table("communications", "one act of communication", "communication",
           *_ids("communication programme site"), *_dates("date"),
           _codes("kind", "email social newspaper website video poster leaflet event relay"),
           _codes("place", "association health pms school cpas commune other"),
           *_wholes("copies points reach shared registrations attendees contacts_made")),
    _table("costs", "one expense or grant", "cost",
           *_ids("cost programme site"), *_dates("date"), _codes("kind", f"{COSTS} structural_grant project_grant"),
           Column("amount", "number"), Column("planned", "number")),
    _table("checklists", "one point checked at one site on one day", "point",
           *_ids("point programme site"), *_dates("date"), _codes("item", CHECKS), *_wholes("score")),
    _table("themes", "one recurring matter in what was said, coded", "mention",
           *_ids("mention participant programme site cohort"), *_dates("date"), _codes("source", "card session interview group testimony"),
           _codes("theme", "childcare housing work money rights health isolation schedule venue content family other"),
           *_flags("consent released")),
    _table("responses", "one person's form", "response",
           *_ids("response participant questionnaire wave programme site cohort source"), *_dates("submitted"),
           Column("language", "category"), Column("complete", "flag"), Column("share_answered", "number")),
    # An option of a multiple choice is 1 or 0. A place of a ranking (`<id>.1` is the first) has the option as its choice and the
    # place as its value. "Other" is the choice `other` without a value; its words are the text of `<id>.other`.
    _table("answers", "one answered item of one form", "response item",
           *_ids("response item"), Column("value", "number"), Column("choice", "category"), Column("text", "text"),
           _codes("status", "answered not_applicable prefer_not")),
    _table("problems", "one refused or doubtful value, or several alike: never the value itself", "table column rule source",
           *_ids("table column"), Column("rule", "category"), *_ids("source"),
           _codes("severity", "refused doubtful"), Column("count", "whole"), Column("detail", "text")),
)}


SETTLED = {"requests": ("status", "closed", "open"), "rights": ("status", "opened", "detected"),
           "referrals": ("outcome", "closed", "waiting")}
"""The logs whose rows stay open until a day: the column that says how they stand, the day, and what it is until then."""

LOGS = tuple(name for name, table in TABLES.items() if name not in (
    "cohorts", "participants", "enrolments", "sessions", "attendance", "responses", "answers", "problems"))
"""The tables that registers fill row by row besides groups, women, sessions and presences: each has a first day."""


def check(name: str, frame: pd.DataFrame) -> None:
    """Raise WorkspaceError where a frame is not the table it is said to be."""
    table = TABLES[name]
    expected = [column.name for column in table.columns]
    if list(frame.columns) != expected:
        raise WorkspaceError(f"The table '{name}' has other columns than this version of evaltools writes.",
                             "Collect the quarter again.")
    if frame.duplicated(list(table.key)).any():
        raise WorkspaceError(f"The table '{name}' has two rows with one key.", "Collect the quarter again.")
