"""The routes of a Hub that huggingface_hub uses, answered from a Store."""

import base64
import hashlib
import json
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import unquote

from tests.servers.hub_store import Body, Reply, Request, Store, error, git_oid, is_lfs


def answer(hub: Store, request: Request) -> Reply:
    for methods, pattern, route in _ROUTES:
        match = re.fullmatch(pattern, request.path)
        if match and request.method in methods:
            return route(hub, request, *map(unquote, match.groups()))
    return error(404, "Not a route of this Hub")


def _whoami(hub: Store, request: Request) -> Reply:
    if not hub.knows(request):
        return error(401, "Invalid credentials in Authorization header")
    return Reply(body=hub.tokens[request.token])


def _create(hub: Store, request: Request) -> Reply:
    asked = request.json()
    owner = asked.get("organization") or (hub.tokens.get(request.token) or {}).get("name")
    id = f"{owner}/{asked['name']}"
    if not hub.knows(request):
        return error(401, "Invalid username or password.")
    if not hub.may_write(request, id):
        return error(403, f"You don't have the rights to create a model under the namespace {owner}")
    if id in hub.repos:
        refused = error(409, "You already created this model repo")
        return Reply(409, {**refused.body, "url": f"{hub.url}/{id}"}, refused.headers)
    private = asked.get("visibility") == "private" or bool(asked.get("private"))
    hub.add(id, {".gitattributes": b"*.safetensors filter=lfs\n"}, private=private)
    return Reply(body={"url": f"{hub.url}/{id}", "name": id, "id": id})


def _delete(hub: Store, request: Request) -> Reply:
    asked = request.json()
    id = f"{asked.get('organization')}/{asked['name']}"
    if id not in hub.repos:
        return error(404, "Repository not found", code="RepoNotFound")
    if not hub.may_write(request, id):
        return error(403, "Forbidden: you may not delete this repository")
    del hub.repos[id]
    return Reply(body=b"OK")


def _info(hub: Store, request: Request, id: str, revision: str = "") -> Reply:
    repo = hub.find(request, id)
    if isinstance(repo, Reply):
        return repo
    changed = datetime.fromtimestamp(repo.changed, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    siblings = [{"rfilename": path, **_blob(path, content)} for path, content in sorted(repo.files.items())]
    body = {"id": id, "modelId": id, "sha": repo.sha, "private": repo.private, "lastModified": changed}
    return Reply(body={**body, "createdAt": changed, "tags": [], "downloads": 0, "siblings": siblings})


def _blob(path: str, content: bytes) -> Body:
    blob: Body = {"size": len(content), "blobId": git_oid(content)}
    if is_lfs(path, len(content)):
        blob["lfs"] = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest(), "pointerSize": 134}
    return blob


def _tree(hub: Store, request: Request, id: str, revision: str) -> Reply:
    repo = hub.find(request, id)
    if isinstance(repo, Reply):
        return repo
    return Reply(body=[_entry(path, content) for path, content in sorted(repo.at(revision).items())])


def _paths(hub: Store, request: Request, id: str, revision: str) -> Reply:
    repo = hub.find(request, id)
    if isinstance(repo, Reply):
        return repo
    wanted = request.json()["paths"]
    return Reply(body=[_entry(path, repo.files[path]) for path in wanted if path in repo.files])


def _entry(path: str, content: bytes) -> Body:
    entry: Body = {"type": "file", "path": path, "size": len(content), "oid": git_oid(content)}
    if is_lfs(path, len(content)):
        entry["lfs"] = {"size": len(content), "oid": hashlib.sha256(content).hexdigest(), "pointerSize": 134}
    return entry


def _preupload(hub: Store, request: Request, id: str, revision: str) -> Reply:
    repo = hub.find(request, id)
    if isinstance(repo, Reply):
        return repo
    if not hub.may_write(request, id):
        return error(403, "Forbidden: you may not write to this repository")
    files = []
    for file in request.json()["files"]:
        known = repo.files.get(file["path"])
        mode = "lfs" if is_lfs(file["path"], file["size"]) else "regular"
        oid = git_oid(known) if known is not None else None
        files.append({"path": file["path"], "uploadMode": mode, "shouldIgnore": False, "oid": oid})
    return Reply(body={"files": files})


def _batch(hub: Store, request: Request, id: str) -> Reply:
    if not hub.may_write(request, id):
        return error(403, "Forbidden: you may not write to this repository")
    objects = []
    for each in request.json()["objects"]:
        entry: Body = {"oid": each["oid"], "size": each["size"]}
        if each["oid"] not in hub.objects:
            entry["actions"] = {"upload": _upload(hub, each["oid"], each["size"])}
        objects.append(entry)
    return Reply(body={"transfer": "basic", "objects": objects})


def _upload(hub: Store, oid: str, size: int) -> Body:
    """Where to send an object: whole, or in parts with an address each, and one to say that all are there."""
    store = hub.store or hub.url
    if not hub.part or size <= hub.part:
        return {"href": f"{store}/lfs/{oid}"}
    count = -(-size // hub.part)
    parts = {str(number): f"{store}/lfs/{oid}/{number}" for number in range(1, count + 1)}
    return {"href": f"{store}/lfs/{oid}/complete", "header": {"chunk_size": str(hub.part), **parts}}


def _part(hub: Store, request: Request, oid: str, number: str) -> Reply:
    hub.parts.setdefault(oid, {})[int(number)] = request.body
    return Reply(headers={"etag": f'"{hashlib.md5(request.body).hexdigest()}"'})


def _complete(hub: Store, request: Request, oid: str) -> Reply:
    parts = hub.parts.get(oid, {})
    content = b"".join(parts[each["partNumber"]] for each in request.json()["parts"])
    if hashlib.sha256(content).hexdigest() != oid:
        return error(400, "The content does not have this sha256")
    hub.objects[oid] = content
    return Reply(body={})


def _settings(hub: Store, request: Request, id: str) -> Reply:
    repo = hub.find(request, id)
    if isinstance(repo, Reply):
        return repo
    if not hub.may_write(request, id):
        return error(403, "Forbidden: you may not change this repository")
    repo.private = (
        request.json().get("visibility", "private" if request.json().get("private") else "public") != "public"
    )
    return Reply(body={"private": repo.private})


def _yaml(hub: Store, request: Request) -> Reply:
    return Reply(body={"errors": [], "warnings": []})


def _object(hub: Store, request: Request, oid: str) -> Reply:
    if hashlib.sha256(request.body).hexdigest() != oid:
        return error(400, "The content does not have this sha256")
    hub.objects[oid] = request.body
    return Reply()


def _commit(hub: Store, request: Request, id: str, revision: str) -> Reply:
    repo = hub.find(request, id)
    if isinstance(repo, Reply):
        return repo
    if not hub.may_write(request, id):
        return error(403, "Forbidden: you may not write to this repository")
    for line in request.body.splitlines():
        each = json.loads(line)
        value = each["value"]
        if each["key"] in ("file", "lfsFile") and hub.drops(value["path"]):
            continue
        if each["key"] == "file":
            repo.files[value["path"]] = base64.b64decode(value["content"])
        elif each["key"] == "lfsFile":
            if value["oid"] not in hub.objects:
                return error(400, f"No such LFS object: {value['oid']}")
            repo.files[value["path"]] = hub.objects[value["oid"]]
        elif each["key"] == "deletedFile":
            repo.files.pop(value["path"], None)
    repo.commits.append(hashlib.sha1(f"{id} {len(repo.commits)} {time.time()}".encode()).hexdigest())
    repo.changed = time.time()
    repo.history[repo.sha] = dict(repo.files)
    repo.hidden_for = hub.late
    return Reply(body={"success": True, "commitOid": repo.sha, "commitUrl": f"{hub.url}/{id}/commit/{repo.sha}"})


def _resolve(hub: Store, request: Request, id: str, revision: str, path: str) -> Reply:
    repo = hub.find(request, id)
    if isinstance(repo, Reply):
        return repo
    if path not in repo.at(revision):
        return error(404, "Entry not found", code="EntryNotFound")
    content = repo.at(revision)[path]
    etag = hashlib.sha256(content).hexdigest() if is_lfs(path, len(content)) else git_oid(content)
    headers = {"etag": f'"{etag}"', "x-repo-commit": repo.sha, "accept-ranges": "bytes"}
    match = re.fullmatch(r"bytes=(\d+)-(\d*)", request.headers.get("range", ""))
    if match is None:
        return Reply(200, content, headers)
    first, last = int(match[1]), min(int(match[2] or len(content) - 1), len(content) - 1)
    headers["content-range"] = f"bytes {first}-{last}/{len(content)}"
    return Reply(206, content[first : last + 1], headers)


_ID = r"([^/]+/[^/]+)"
_ROUTES: tuple[tuple[tuple[str, ...], str, Callable[..., Reply]], ...] = (
    (("GET",), "/api/whoami-v2", _whoami),
    (("POST",), "/api/repos/create", _create),
    (("DELETE",), "/api/repos/delete", _delete),
    (("GET",), f"/api/models/{_ID}", _info),
    (("GET",), f"/api/models/{_ID}/revision/([^/]+)", _info),
    (("GET",), f"/api/models/{_ID}/tree/([^/]+)", _tree),
    (("POST",), f"/api/models/{_ID}/paths-info/([^/]+)", _paths),
    (("POST",), f"/api/models/{_ID}/preupload/([^/]+)", _preupload),
    (("POST",), f"/api/models/{_ID}/commit/([^/]+)", _commit),
    (("POST",), rf"/{_ID}\.git/info/lfs/objects/batch", _batch),
    (("PUT",), "/lfs/([0-9a-f]{64})", _object),
    (("PUT",), r"/lfs/([0-9a-f]{64})/(\d+)", _part),
    (("POST",), "/lfs/([0-9a-f]{64})/complete", _complete),
    (("PUT",), f"/api/models/{_ID}/settings", _settings),
    (("POST",), "/api/validate-yaml", _yaml),
    (("GET", "HEAD"), f"/{_ID}/resolve/([^/]+)/(.+)", _resolve),
)
