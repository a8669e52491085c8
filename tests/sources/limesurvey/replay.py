"""A RemoteControl endpoint that says what a real LimeSurvey said: it knows nothing but the recordings, and how to fail."""

import base64
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CSRF = b"<!DOCTYPE html><html><title>400</title>The CSRF token could not be verified.</html>"
PATHS = {"path": "/index.php/admin/remotecontrol", "get": "/index.php?r=admin/remotecontrol"}


@dataclass
class Said:
    """One answer of the server; `hang` keeps the client waiting, `stall` does in the middle, `drop` closes the connection."""

    body: bytes = b""
    status: int = 200
    headers: dict = field(default_factory=lambda: {"Content-Type": "application/json"})
    hang: bool = False
    drop: bool = False
    stall: bool = False


class Failure(str):
    """An error of the server's own, as a JSON-RPC `error`."""


def status(text, **more):
    """A business error, as LimeSurvey words it."""
    return {"status": text, **more}


class Replay:
    """`script[method]`: what is answered instead of the recording, in turn; results, or a `Said` to answer byte for byte."""

    def __init__(self, folder=None, form="path", prefix="", script=None, anywhere=None):
        self.folder, self.script, self.anywhere = folder, script or {}, anywhere
        self.target = prefix + PATHS[form]
        self.calls, self.keys, self.released, self.logins = [], set(), [], 0
        self.stopping = threading.Event()

    def __enter__(self):
        replay = self

        class Connection(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = 1 << 16

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.answer(replay.post(self.path, json.loads(body)))

            def do_GET(self):
                self.answer(Said())

            def answer(self, said):
                if said.hang:
                    replay.stopping.wait(20)
                if said.hang or said.drop:
                    self.close_connection = True
                    return
                self.send_response(said.status)
                for name, value in {**said.headers, "Content-Length": str(len(said.body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(said.body[:len(said.body) // 2] if said.stall else said.body)
                if said.stall:
                    self.wfile.flush()
                    replay.stopping.wait(20)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Connection)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stopping.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    def post(self, target, request):
        if self.anywhere is not None:
            return self.anywhere
        if target != self.target:
            return Said(CSRF, 400, {"Content-Type": "text/html"})
        method, params = request["method"], request["params"]
        if params != ["-"]:
            self.calls.append((method, params[1:]))
        result = self._scripted(method) or self._result(method, params)
        if isinstance(result, Said):
            return result
        if isinstance(result, Failure):
            return Said(json.dumps({"id": request["id"], "result": None, "error": str(result)}).encode())
        return Said(json.dumps({"id": request["id"], "result": result, "error": None}).encode())

    def _scripted(self, method):
        queue = self.script.get(method)
        return queue.pop(0) if queue else None

    def _result(self, method, params):
        if method == "get_session_key":
            self.logins += 1
            key = f"key{self.logins:029d}"
            self.keys.add(key)
            return key
        if method == "release_session_key":
            self.released += [key for key in params if key != "-"]  # the client's probe releases nothing
            self.keys.discard(params[0])
            return "OK"
        if params[0] not in self.keys:
            return status("Invalid session key")
        return self._recorded(method, params[1:])

    def _recorded(self, method, params):
        if method == "export_responses":
            return self._window(params)
        if method == "get_question_properties":
            return next(iter(self._read(path) for path in self.folder.glob(f"questions/*_{params[0]}.json")))
        language = f"_{params[2]}" if method == "list_questions" else ""
        return self._read(self.folder / f"{method}{language}.json")

    def _window(self, params):
        assert params[1:6] == ["json", None, "all", "code", "short"], params
        first, last, fields = params[6] or 0, params[7] or 2**31, params[8]
        whole = self._read(self.folder / "export_responses_json_code_short.json")
        rows = dict(_rows(base64.b64decode(whole).decode()))
        wanted = [text for number, text in rows.items() if first <= number <= last]
        if len(wanted) == len(rows) and not fields:
            return whole
        if fields:
            wanted = [json.dumps({name: json.loads(text).get(name) for name in fields}) for text in wanted]
        if not wanted:
            return self._read(self.folder / "export_responses_json_empty_window.json")
        return base64.b64encode(f'{{"responses": [{",".join(wanted)}]}}'.encode()).decode()

    def _read(self, path):
        return json.loads(path.read_text("utf-8"))["response"]["result"]


def _rows(payload):
    """Each recorded row with its id, cut out of the payload as it stands."""
    place = payload.index("[") + 1
    while payload[place] == "{":
        row, end = json.JSONDecoder().raw_decode(payload, place)
        yield row["id"], payload[place:end]
        place = end + 1
