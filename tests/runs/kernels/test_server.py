"""The fork server: fresh and isolated kernels, no secrets, nobody else let in, nothing left behind when anybody dies."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from evaltools.runs import Job, Way, execute
from evaltools.runs.job import Result, run
from evaltools.runs.kernels import starting
from evaltools.runs.kernels.server import peer_of

from ..notebooks import job, printed

SECRETS = {"EVALTOOLS_SECRET": "ab" * 32, "EVALTOOLS_LIMESURVEY_PASSWORD": "hidden-word", "AWS_SECRET_ACCESS_KEY": "hidden-word",
           "JUPYTER_TOKEN": "hidden-word", "PYTHON_KEYRING_PASSWORD": "hidden-word", "DATABASE_URL": "hidden-word"}
TELL = """import os, pathlib
places = ['self', os.getppid()]
print(sorted(os.environ))
for place in places:
    print(place, pathlib.Path(f'/proc/{place}/environ').read_bytes())"""


@pytest.fixture(autouse=True)
def kept_environment():
    """A report's job forgets the environment's secrets: the tests after it keep theirs."""
    before = dict(os.environ)
    yield
    os.environ.update(before)


def until(holds: Callable[[], bool], seconds: float = 10) -> bool:
    """Whether something comes to hold in time."""
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.05)
    return holds()


def alive(number: int) -> bool:
    """Whether a process runs; one that has ended and is not yet fetched by its parent does not."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux tells of processes")
@pytest.mark.parametrize("kernels", ["warm", "stock"])
def test_no_secret_reaches_a_kernel_nor_what_forked_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kernels: str) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    made = job(tmp_path, TELL, kernels=kernels)
    assert execute([made], Way(workers=1))[0].ok
    shown = printed(made.executed)
    assert "'PATH'" in shown
    assert "self b'" in shown
    assert not [name for name, value in SECRETS.items() if name in shown or value in shown]
    assert os.environ["EVALTOOLS_SECRET"] == SECRETS["EVALTOOLS_SECRET"], "the evaluator's own process goes on with them"


def test_kernels_share_nothing(warm: starting.ForkServer, tmp_path: Path) -> None:
    spoil = "import random, os, sys, pandas, numpy\npandas.DataFrame.mean = None; os.chdir('/'); sys.path.insert(0, 'spoilt')\n" \
            "pandas.set_option('display.max_rows', 3); os.environ['SPOILT'] = 'yes'\nprint(random.random(), numpy.random.random())"
    look = "import random, os, sys, pandas, numpy\nassert pandas.DataFrame.mean and os.getcwd() != '/' and 'spoilt' not in sys.path\n" \
           "assert pandas.get_option('display.max_rows') == 60 and 'SPOILT' not in os.environ\n" \
           "print(random.random(), numpy.random.random())"
    numbers = []
    for name, code in (("first", spoil), ("second", look)):
        made = job(tmp_path / name, code, kernels="warm")
        result = run(made)
        assert result.ok, result
        numbers += printed(made.executed).split()
    assert len(set(numbers)) == 4, "each kernel draws other numbers"


def test_one_thread_for_numerical_libraries(warm: starting.ForkServer, tmp_path: Path) -> None:
    code = "import os, numpy\nnumpy.ones((300, 300)) @ numpy.ones((300, 300))\n" \
           "print(os.environ['OPENBLAS_NUM_THREADS'], 'matplotlib' in __import__('sys').modules)"
    made = job(tmp_path, code, kernels="warm")
    assert run(made).ok
    assert printed(made.executed).split() == ["1", "False"]


def test_a_failing_cell_and_a_dying_kernel_are_told_as_with_stock_kernels(warm: starting.ForkServer, tmp_path: Path) -> None:
    told = {}
    for kernels in ("stock", "warm"):
        told[kernels] = [_told(job(tmp_path / kernels / name, code, kernels=kernels))
                         for name, code in (("fails", "1 / 0"), ("dies", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"))]
    assert told["warm"] == told["stock"]
    assert [ok for ok, *_ in told["warm"]] == [False, False]


def _told(made: Job) -> tuple[bool, str, int]:
    result = run(made)
    return result.ok, result.message, result.exit_code


def test_many_kernels_one_after_the_other_leave_nothing(warm: starting.ForkServer, tmp_path: Path) -> None:
    """The race at a kernel's end of ipykernel would stall some of these for seconds; open files and kernels would add up."""
    made = job(tmp_path, "print('here')", kernels="warm")
    assert run(made).ok
    opened, began = len(list(Path("/proc/self/fd").iterdir())), time.monotonic()
    slowest = 0.0
    for _ in range(12):
        start = time.monotonic()
        assert run(made).ok
        slowest = max(slowest, time.monotonic() - start)
    assert slowest < 3 * (time.monotonic() - began) / 12 + 2
    assert len(list(Path("/proc/self/fd").iterdir())) <= opened + 4
    assert children(warm.program.pid) == []


def children(number: int) -> list[int]:
    """The processes that one has begun and that run."""
    found = Path(f"/proc/{number}/task/{number}/children").read_text().split()
    return [int(child) for child in found if alive(int(child))]


def test_nobody_else_is_let_in(server: starting.ForkServer) -> None:
    starting.connected(server.address).close()
    assert stat.S_IMODE(server.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(Path(server.address).stat().st_mode) == 0o600
    one, other = socket.socketpair()
    with one, other:
        assert peer_of(one) in (os.getuid(), None)


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root can become another user")
def test_another_user_is_turned_away_although_the_folder_stands_open(tmp_path: Path) -> None:
    begun = starting.ForkServer()
    with begun:
        starting.connected(begun.address).close()
        begun.folder.chmod(0o777)
        Path(begun.address).chmod(0o777)
        code = ("import os, socket, sys; os.setuid(65534); s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); "
                "sys.exit(3 if s.recv(1) == b'' else 4)")
        assert subprocess.run([sys.executable, "-S", "-c", code, begun.address], check=False).returncode == 3


def test_nonsense_does_not_end_the_server(server: starting.ForkServer) -> None:
    for nonsense in (b"\x00", b"\x00\x00\x00\x02no", b"\x00\x00\x00\x02{}"):
        asking = starting.connected(server.address)
        asking.sendall(nonsense)
        asking.close()
    assert starting.spent(server.address) > 0


ORPHANS = """
import os, sys, time
from pathlib import Path
from evaltools.runs.kernels import starting
from evaltools.runs.job import Job, run
server = starting.ForkServer()
starting.use(server.address)
starting.connected(server.address).close()
Path(sys.argv[2]).write_text(str(server.program.pid))
run(Job("sleeps", Path(sys.argv[1]), {}, Path(sys.argv[1] + ".executed"), kernels="warm"))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux tells of processes")
@pytest.mark.parametrize("victim", ["parent", "server"])
def test_when_one_is_killed_the_others_end(tmp_path: Path, victim: str) -> None:
    number = tmp_path / "kernel"
    made = job(tmp_path, f"import os, time\nopen({str(number)!r}, 'w').write(str(os.getpid())); time.sleep(100)")
    told = tmp_path / "server"
    parent = subprocess.Popen([sys.executable, "-c", ORPHANS, str(made.notebook), str(told)])
    try:
        assert until(lambda: number.exists() and number.read_text() != "", 60)
        server, kernel = int(told.read_text()), int(number.read_text())
        assert alive(server)
        assert alive(kernel)
        os.kill(parent.pid if victim == "parent" else server, signal.SIGKILL)
        assert until(lambda: not alive(kernel)), "a kernel without a server ends"
        assert until(lambda: not alive(server)), "a server without whoever began it ends"
    finally:
        parent.kill()
        parent.wait()


def test_a_server_that_is_gone_costs_time_but_no_report(tmp_path: Path) -> None:
    begun = starting.ForkServer()
    begun.end()
    starting.use(begun.address)
    try:
        assert run(job(tmp_path, "print('plain')", kernels="warm")).ok
    finally:
        starting.use("")


def test_results_name_no_value(warm: starting.ForkServer, tmp_path: Path) -> None:
    result = run(job(tmp_path, "raise KeyError('A-0001')", kernels="warm"))
    assert isinstance(result, Result)
    assert "A-0001" not in json.dumps([result.message, result.hint])
