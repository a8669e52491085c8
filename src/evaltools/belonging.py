"""Whether a workspace and a secret belong together."""

from __future__ import annotations

from .errors import WorkspaceError
from .identity import VARIABLE, Identity, secret_of
from .settings import Settings
from .workspace import Workspace, keys_folder, read_json, write_json


def identity_of(settings: Settings, workspace: Workspace) -> Identity:
    """The keys of an organisation, held against the secret that its workspace was begun with."""
    identity = Identity.from_secret(secret_of(settings.organisation.id, keys_folder()))
    path, mark = workspace.folder() / "organisation.json", identity.mark
    known = read_json(path, {})
    if known.get("mark", mark) != mark:
        raise WorkspaceError("This workspace was begun with another secret: names of women would no longer match.",
                             f"Give back the first one: {VARIABLE}, the keyring, or the file in the keys' folder.")
    if not known:
        write_json(path, {"organisation": settings.organisation.id, "mark": mark})
    return identity
