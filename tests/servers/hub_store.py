"""What a Hub knows and who may do what with it: tokens, repositories, files. `hub_routes` answers requests from it."""

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Body = dict[str, Any]
LARGE = 1 << 20  # bytes from which the Hub keeps a file by LFS


@dataclass(frozen=True)
class Request:
    """What arrived. token: of the Authorization header, "" without one."""

    method: str
    path: str
    token: str
    body: bytes
    headers: dict[str, str]

    def json(self) -> Any:
        return json.loads(self.body or b"{}")


@dataclass(frozen=True)
class Reply:
    status: int = 200
    body: Body | list[Any] | bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Repo:
    """files: path to content. hidden_for: how many requests are answered as if the repository were not there yet.

    history: the files as they were at each commit.
    """

    id: str
    private: bool = False
    files: dict[str, bytes] = field(default_factory=dict)
    commits: list[str] = field(default_factory=lambda: ["0" * 40])
    history: dict[str, dict[str, bytes]] = field(default_factory=dict)
    changed: float = field(default_factory=time.time)
    hidden_for: int = 0

    @property
    def sha(self) -> str:
        return self.commits[-1]

    def at(self, revision: str) -> dict[str, bytes]:
        """The files at a commit, or now for a branch."""
        return self.history.get(revision, self.files)


def whoami(role: str, *, name: str = "me", orgs: dict[str, str] | None = None, grants: Body | None = None) -> Body:
    """The answer to whoami-v2. orgs: name to role in it. grants: namespace or repository to its permissions."""
    access: Body = {"displayName": "laptop", "role": role, "createdAt": "2026-01-01T00:00:00.000Z"}
    if role == "fineGrained":
        scoped = [
            {"entity": {"_id": "1", "type": "model" if "/" in each else "user", "name": each}, "permissions": permitted}
            for each, permitted in (grants or {}).items()
        ]
        access["fineGrained"] = {"canReadGatedRepos": True, "global": ["discussion.write"], "scoped": scoped}
    organisations = [{"type": "org", "name": org, "roleInOrg": part} for org, part in (orgs or {}).items()]
    auth = {"type": "access_token", "accessToken": access}
    return {"type": "user", "id": "0", "name": name, "fullname": name, "orgs": organisations, "auth": auth}


def error(status: int, message: str, code: str = "") -> Reply:
    headers = {"x-error-message": message, **({"x-error-code": code} if code else {})}
    return Reply(status, {"error": message}, headers)


class Store:
    """tokens: token to whoami answer. repos: by id. objects: LFS contents by sha256.

    store: address that large files are sent to, when that is not the Hub's own. late: for how many requests a commit
    hides its repository. part: bytes of one part of a large upload, or 0 for uploads in one piece. drops: whether a
    file of a commit gets lost on the way, by its path.
    """

    url = ""
    store = ""

    def __init__(self) -> None:
        self.tokens: dict[str, Any] = {}
        self.repos: dict[str, Repo] = {}
        self.objects: dict[str, bytes] = {}
        self.parts: dict[str, dict[int, bytes]] = {}
        self.late = 0
        self.part = 0
        self.drops: Callable[[str], bool] = lambda path: False

    def add(self, id: str, files: dict[str, bytes] | None = None, **more: Any) -> Repo:
        self.repos[id] = Repo(id, files=dict(files or {}), **more)
        return self.repos[id]

    def knows(self, request: Request) -> bool:
        return request.token in self.tokens

    def may_write(self, request: Request, id: str) -> bool:
        """As the real Hub decides: by role, membership and grants."""
        identity = self.tokens.get(request.token)
        if not isinstance(identity, dict):
            return False
        access = identity["auth"]["accessToken"]
        namespace = id.partition("/")[0]
        if access["role"] == "write":
            member = {org["name"]: org.get("roleInOrg") for org in identity["orgs"]}
            return namespace == identity["name"] or member.get(namespace) in ("admin", "write", "contributor")
        scoped = access.get("fineGrained", {}).get("scoped", [])
        return any("repo.write" in each["permissions"] and each["entity"]["name"] in (namespace, id) for each in scoped)

    def find(self, request: Request, id: str) -> Repo | Reply:
        """The repository, or the refusal: one that is private, not there, or not shown yet looks the same."""
        repo = self.repos.get(id)
        if repo and repo.hidden_for:
            repo.hidden_for -= 1
            repo = None
        if repo is None or (repo.private and not self.knows(request)):
            status = 404 if self.knows(request) else 401
            return error(status, "Repository not found", code="RepoNotFound")
        return repo


def is_lfs(path: str, size: int) -> bool:
    return size > LARGE or path.endswith((".safetensors", ".bin", ".pt", ".pth"))


def git_oid(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
