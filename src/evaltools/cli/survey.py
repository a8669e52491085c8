"""`survey push`, `verify`, `open`, `status`, `close`, `adopt`, `export`, `notice`: fieldwork on the survey server."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .quarter import Folder

if TYPE_CHECKING:
    from ..fieldwork import Chosen, Followed, Outcome
    from ..identity import Identity
    from ..sources.limesurvey import Server
    from ..sources.registers import RegisterRead
    from ..stages import Organisation

survey = typer.Typer(name="survey", no_args_is_help=True, rich_markup_mode=None,
                     help="Questionnaires on the survey server: push, verify, open, follow, close.")
Programme = Annotated[str, typer.Argument(help="The programme's identifier; all of them where none is given.")]
Wave = Annotated[str, typer.Option(help="Only this wave: intake, session, mid, end, followup6 ...")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done; change nothing.")]
Lss = Annotated[Path | None, typer.Option(help="Only write the files for an import by hand into this folder.")]
Since = Annotated[str, typer.Option(help="Also invite those whose moment was earlier, from this day: 2026-01-31.")]
Again = Annotated[bool, typer.Option("--again", help="Open a closed survey once more.")]
Who = Annotated[bool, typer.Option("--who", help="Write the private lists of who has not answered into the workspace.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the application, as the group `survey`."""
    for name, command in (("push", push), ("verify", verify), ("open", open_), ("status", status), ("close", close),
                          ("adopt", adopt), ("export", export), ("notice", notice)):
        survey.command(name)(command)
    app.add_typer(survey)


def push(programme: Programme = "", wave: Wave = "", folder: Folder = Path(), dry_run: DryRun = False, lss: Lss = None) -> None:
    """Import questionnaires that are not on the server, verify them there, write their numbers into evaltools.toml."""
    from .. import fieldwork
    from ..fieldwork.numbers import Pending
    from ..fieldwork.pushing import Desk

    if lss is not None:
        export(lss, programme, wave, folder)
        return
    with _field(folder, programme, wave) as field, field.organisation.workspace.alone(), field.signed_in(changes=True) as server:
        desk = Desk(server, field.organisation.settings, Pending(field.organisation.workspace), dry_run)
        _tell(fieldwork.push(each, desk) for each in field.chosen)


def verify(programme: Programme = "", wave: Wave = "", folder: Folder = Path()) -> None:
    """Compare every code, type, condition and text on the server with the questionnaires; list what differs."""
    from .. import fieldwork

    with _field(folder, programme, wave) as field, field.signed_in() as server:
        _tell(fieldwork.check(each, server, field.organisation.settings) for each in field.chosen)


def open_(programme: Programme = "", wave: Wave = "", folder: Folder = Path(), since: Since = "", again: Again = False) -> None:
    """Activate surveys with the participants of the registers; write the personal links into the workspace."""
    from .. import fieldwork
    from ..fieldwork.opening import Place, Register
    from ..fieldwork.server import site_address
    from ..gather import server_of

    with _field(folder, programme, wave) as field, field.organisation.workspace.alone(), field.signed_in(changes=True) as server:
        settings, identity = field.organisation.settings, field.organisation.identity()
        registers = field.registers(identity)
        place = Place(server, settings, field.organisation.workspace, site_address(server_of(settings)), dt.date.today(),
                      _day(since) if since else None, again)
        _tell(fieldwork.open_survey(each, Register(registers[each.programme.id], identity)
                                    if each.programme.id in registers else None, place) for each in field.chosen)


def status(programme: Programme = "", wave: Wave = "", folder: Folder = Path(), who: Who = False) -> None:
    """Show the response rates of every group and wave, by AAPOR's definitions."""
    from .. import fieldwork
    from ..fieldwork.following import View
    from ..fieldwork.following import who as write_list

    with _field(folder, programme, wave, files=True) as field:
        organisation = field.organisation
        registers = field.registers(organisation.identity())
        with field.signed_in() if field.asks_server else nullcontext() as server:
            view = View(organisation.settings, organisation.questionnaires, server, registers, organisation.workspace, dt.date.today())
            followed = [fieldwork.follow(each, view) for each in field.chosen]
    _table(followed)
    for each in followed if who else ():
        if each.standings:
            typer.echo(f"For you alone: {write_list(each, organisation.workspace).relative_to(organisation.workspace.root)}")


def close(programme: Programme = "", wave: Wave = "", folder: Folder = Path()) -> None:
    """End surveys now: nobody can answer any more, and everything answered stays."""
    from .. import fieldwork

    with _field(folder, programme, wave) as field, field.signed_in(changes=True) as server:
        _tell(fieldwork.close(each, server, field.organisation.settings) for each in field.chosen)


def adopt(
    sid: Annotated[int, typer.Argument(help="The survey's number on the server.")],
    programme: Annotated[str, typer.Argument(help="The programme that it belongs to.")],
    wave: Annotated[str, typer.Argument(help="The wave that it asks for.")],
    questionnaire: Annotated[str, typer.Argument(help="The questionnaire of surveys/ whose items it asks.")],
    folder: Folder = Path(),
) -> None:
    """Take over a survey that already lives on the server: map its questions and codes to items in one file."""
    from .. import fieldwork
    from ..errors import SettingsError

    with _field(folder, programme) as field, field.organisation.workspace.alone(), field.signed_in(changes=True) as server:
        questionnaires = field.organisation.questionnaires
        if questionnaire not in questionnaires.surveys:
            raise SettingsError(f"surveys/ has no questionnaire '{questionnaire}'.",
                                f"There are: {', '.join(sorted(questionnaires.surveys))}.")
        _tell([fieldwork.adopt(sid, programme, wave, questionnaires.surveys[questionnaire], questionnaires, server,
                               field.organisation.settings)])


def export(
    target: Annotated[Path, typer.Argument(help="Where to write the files.")],
    programme: Programme = "", wave: Wave = "", folder: Folder = Path(),
) -> None:
    """Write questionnaires as .txt and .lss files, for those who import by hand."""
    from .. import fieldwork

    with _field(folder, programme, wave, files=True) as field:
        for path in fieldwork.export(field.chosen, target):
            typer.echo(path)


def notice(
    target: Annotated[Path, typer.Argument(help="The folder to write the pages into.")] = Path("notices"), folder: Folder = Path(),
) -> None:
    """Write the participants' notice, a page to print in every language: who asks, why, what is kept, and that they are free."""
    from .. import settings, starter
    from ..questionnaires import load_notice, page
    from ..workspace import write_text

    found = settings.load(folder)
    words, names = load_notice(starter.own(found.root, "surveys")), found.organisation.name
    for language in words.languages:
        name = names.get(language) or next(iter(names.values()))
        write_text(target / f"notice.{language}.html", page(words, language, name, found.organisation.contact))
    typer.echo(f"{len(words.languages)} pages are in {target}/. Read what they promise (how long answers are kept, who sees them) before "
               "you print them.")


@dataclass(frozen=True)
class Field:
    """The organisation's folder and the surveys that a command is about."""

    organisation: Organisation
    programme: str
    wave: str
    files: bool

    @property
    def chosen(self) -> list[Chosen]:
        """The surveys that were asked for."""
        from ..fieldwork import choose

        return choose(self.organisation.settings, self.organisation.questionnaires, self.programme, self.wave, self.files)

    @property
    def asks_server(self) -> bool:
        """Whether any of the surveys is on the server."""
        return any(each.setting.sid is not None for each in self.chosen)

    def registers(self, identity: Identity) -> dict[str, RegisterRead]:
        """The registers of every programme that has a survey with named participants, by programme."""
        from ..sources import registers

        needed = {each.programme.id: each.programme for each in self.chosen if not each.survey.anonymous}
        root = self.organisation.settings.root
        return {name: registers.read(programme.registers, programme, root, identity) for name, programme in needed.items()}

    @contextmanager
    def signed_in(self, changes: bool = False) -> Iterator[Server]:
        """One client; `changes`: the demo's server would forget them when the command ends, so it is refused."""
        from ..errors import SettingsError
        from ..fieldwork import signed_in
        from ..settings import EMBEDDED

        settings = self.organisation.settings
        if changes and settings.limesurvey is not None and settings.limesurvey.url == EMBEDDED:
            raise SettingsError("The demo's survey server forgets what is changed on it.",
                                "Name your own server in evaltools.toml, [limesurvey] url.")
        with signed_in(settings) as server:
            yield server


@contextmanager
def _field(folder: Path, programme: str = "", wave: str = "", files: bool = False) -> Iterator[Field]:
    from ..stages import Organisation
    from .embedded import served

    organisation = Organisation.open(folder)
    with served(organisation.settings):
        yield Field(organisation, programme, wave, files)


def _day(text: str) -> dt.date:
    from ..errors import SettingsError

    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise SettingsError(f"'{text}' is not a day.", "Write year, month and day: 2026-01-31.") from None


def _tell(outcomes: Iterable[Outcome]) -> None:
    """One account a survey, as it is done; raises SettingsError at the end where one was refused."""
    from ..errors import SettingsError

    refused = []
    for outcome in outcomes:
        typer.echo(f"{outcome.survey}: {outcome.done}")
        for line in outcome.details:
            typer.echo(f"  {line}")
        refused += [outcome.survey] if outcome.refused else []
    if refused:
        raise SettingsError(f"Not done: {', '.join(refused)}.", "The lines above say why, and the way out.")


def _table(followed: list[Followed]) -> None:
    from rich.console import Console
    from rich.table import Table

    headings = ("survey", "group", "eligible", "invited", "not due", "due", "complete", "partial", "begun", "nothing", "RR1", "RR2")
    table = Table(*headings, box=None, header_style="bold")
    for each in followed:
        for rate in each.rates:
            counts = (rate.eligible, rate.invited, rate.not_yet_due, rate.due, rate.complete, rate.partial, rate.break_off, rate.none)
            table.add_row(each.survey, rate.cohort, *map(str, counts), _percent(rate.rr1), _percent(rate.rr2))
    if table.row_count:
        Console(width=None if Console().is_terminal else 140).print(table)
        typer.echo("RR1: complete forms (80 % of the items or more) of those due; RR2: partial ones (50 to 79 %) as well; begun: less.")
    for each in followed:
        if each.note or not each.rates:
            typer.echo(f"{each.survey}: {each.note or 'nobody of the registers belongs to this wave now'}"
                       + (f" ({each.forms} forms)" if each.forms else "") + ".")


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.0%}"
