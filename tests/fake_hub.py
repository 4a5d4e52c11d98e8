"""A Hugging Face Hub on this machine, as far as `huggingface_hub` asks it anything."""

import hashlib
import json
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

API = re.compile(r"/api/(?P<kind>models|datasets)/(?P<repository>.+)/(?P<what>revision|tree)/(?P<commit>\w+)")
FILE = re.compile(r"/(?P<kind>datasets/)?(?P<repository>.+)/resolve/(?P<commit>\w+)/(?P<file>.+)")


class FakeHub(ThreadingHTTPServer):
    """Serves directories as repositories, each at one commit, and remembers what it was asked."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answers)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.repositories = {}
        self.requests = []

    def add(self, repository, commit, directory):
        self.repositories[repository, commit] = directory

    @property
    def files(self):
        """The names of the files that were downloaded."""
        return {match["file"] for path in self.requests if (match := FILE.fullmatch(path))}


class Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.requests.append(self.path)
        match = API.fullmatch(self.path.partition("?")[0]) or FILE.fullmatch(self.path)
        directory = match and self.server.repositories.get((match["repository"], match["commit"]))
        if not directory:
            self.answer(404, b"", {"X-Error-Code": "RevisionNotFound"})
        elif "file" in match.groupdict():
            content = (directory / match["file"]).read_bytes()
            self.answer(200, content, {"X-Repo-Commit": match["commit"], "ETag": f'"{name_blob(content)}"'})
        elif match["what"] == "tree":
            self.answer(200, json.dumps(list_files(directory)).encode())
        else:
            about = {"id": match["repository"], "sha": match["commit"], "private": False, "tags": []}
            self.answer(200, json.dumps(about | {"downloads": 0, "likes": 0}).encode())

    def do_HEAD(self):
        self.do_GET()

    def answer(self, status, content, headers=None):
        self.send_response(status)
        for name, value in {"Content-Length": len(content), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)

    def log_message(self, *arguments):
        """Keeps the screen quiet."""


def name_blob(content):
    """A file's identifier in git, by which the Hub names it."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


def list_files(directory):
    files = [path for path in directory.rglob("*") if path.is_file()]
    return [
        {
            "type": "file",
            "path": path.relative_to(directory).as_posix(),
            "size": path.stat().st_size,
            "oid": name_blob(path.read_bytes()),
        }
        for path in files
    ]
