"""A sandbox of the population register: it knows some people, and behaves badly on demand."""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from pipelines.verification.http_service import PATH

Record = dict[str, Any]
TOKEN = "a token of the tests"


@dataclass(frozen=True)
class Response:
    """What the service says instead of answering as it should; ``body`` None: what it would have said."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    delay: float = 0.0  # seconds
    breaks_off: bool = False


WELL = Response()


@dataclass
class Sandbox:
    """Listens on a port of this machine. ``people``: number → record; ``moods``: how the next calls go, one each, then well.

    ``mend`` changes the answers of every call before they are sent. What it saw is in ``calls`` (batch ids), ``keys`` (idempotency
    keys), ``at`` (seconds) and ``most_at_once``; ``checked`` counts how often each number was really looked up.
    """

    people: dict[str, Record] = field(default_factory=dict)
    moods: list[Response] = field(default_factory=list)
    mend: Callable[[list[Record]], Iterable[Any]] = list
    calls: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    most_at_once: int = 0
    checked: Counter[str] = field(default_factory=Counter)
    _at_once: int = 0
    _known: dict[str, bytes] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> Self:
        sandbox = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                sandbox._serve(self)

            def do_HEAD(self) -> None:
                """Nothing is to be had here but an answer; whom we do not know is told so."""
                is_known = self.headers["Authorization"] == f"Bearer {TOKEN}"
                self.send_response(405 if is_known else 401)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *arguments: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def answer(self, request: Record) -> Record:
        """As the register answers one request that it was asked properly."""
        self.checked[request["personal_id"]] += 1
        record = self.people.get(request["personal_id"])
        said = {"result": "not_found"} if record is None else {"result": "found"} | record
        return {"request_no": request["request_no"]} | said

    def _serve(self, call: BaseHTTPRequestHandler) -> None:
        body = json.loads(call.rfile.read(int(call.headers["Content-Length"])))
        key = call.headers["Idempotency-Key"]
        with self._lock:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            self.calls.append(body["batch_id"])
            self.keys.append(key)
            self.at.append(time.monotonic())
            mood = self.moods.pop(0) if self.moods else WELL
        try:
            time.sleep(mood.delay)
            content = self._content(call, body, key) if mood.body is None and mood.status == 200 else mood.body or b""
            self._send(call, mood, content)
        except (BrokenPipeError, ConnectionResetError):
            pass  # the caller lost patience
        finally:
            with self._lock:
                self._at_once -= 1

    def _content(self, call: BaseHTTPRequestHandler, body: Record, key: str) -> bytes:
        assert call.path == PATH
        assert call.headers["Authorization"] == f"Bearer {TOKEN}"
        with self._lock:
            if key not in self._known:
                answers = list(self.mend([self.answer(request) for request in body["requests"]]))
                said = {"batch_id": body["batch_id"], "answers": answers}
                self._known[key] = json.dumps(said, ensure_ascii=False).encode()
            return self._known[key]

    @staticmethod
    def _send(call: BaseHTTPRequestHandler, mood: Response, content: bytes) -> None:
        call.send_response(mood.status)
        for name, value in mood.headers.items():
            call.send_header(name, value)
        call.send_header("Content-Type", "application/json")
        call.send_header("Content-Length", str(len(content)))
        call.end_headers()
        if mood.breaks_off:
            call.wfile.write(content[: len(content) // 2])
            call.wfile.flush()
            call.close_connection = True
            call.connection.shutdown(2)
        else:
            call.wfile.write(content)
