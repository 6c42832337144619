"""Short Python functions, each in secure and visibly insecure toy variants."""

import random
from collections.abc import Sequence

_ARGS = ("name", "user", "who", "person", "login", "member", "owner", "key", "label", "title")
_VARS = ("out", "res", "data", "found", "value", "text", "result", "got", "item", "line")
_PATHS = ("path", "place", "spot", "target", "where", "file", "full", "dest")
_FOLDERS = ("notes", "files", "data", "docs", "home", "pages", "store", "box", "users", "team", "shop", "club")
_ERRORS = ("bad name", "not allowed", "no", "stop", "bad input", "denied", "wrong", "not safe")


class Draw:
    """Random names for one function; no two of its arguments and variables share a name."""

    def __init__(self, rng: random.Random, verbs: Sequence[str], nouns: Sequence[str]) -> None:
        self.rng = rng
        self.noun = rng.choice(nouns)
        self.fn = f"{rng.choice(verbs)}_{self.noun}"
        self.used = {self.noun, self.fn}

    def name(self, pool: Sequence[str]) -> str:
        """A name from the pool that this function does not use yet."""
        chosen = self.rng.choice([name for name in pool if name not in self.used])
        self.used.add(chosen)
        return chosen

    def one(self, *options: str) -> str:
        return self.rng.choice(options)

    def function(self, args: str, *lines: str) -> str:
        return f"def {self.fn}({args}):\n" + "\n".join("    " + line for line in lines)

    def give(self, value: str, pool: Sequence[str] = _VARS) -> tuple[str, ...]:
        """Return a value at once or by way of a variable."""
        if self.rng.random() < 0.3:
            return (f"return {value}",)
        out = self.name(pool)
        return (f"{out} = {value}", f"return {out}")


def read_file(d: Draw, secure: bool) -> str:
    a, p, folder = d.name(_ARGS), d.name(_PATHS), d.one(*_FOLDERS)
    if not secure:
        made = d.one(f'"{folder}/" + {a}', f'f"{folder}/{{{a}}}"', f'"{folder}/%s" % {a}')
        return d.function(a, f"{p} = {made}", *d.give(f"open({p}).read()"))
    if d.rng.random() < 0.5:
        safe = d.one(f"Path({a}).name", f"os.path.basename({a})", f"secure_filename({a})")
        return d.function(a, f'{p} = Path("{folder}", {safe})', *d.give(f"{p}.read_text()"))
    check = d.one(f'"/" in {a} or ".." in {a}', f"not {a}.isalnum()", f"Path({a}).name != {a}")
    fail = f'raise ValueError("{d.one(*_ERRORS)}")'
    return d.function(a, f"if {check}:", "    " + fail, f'{p} = Path("{folder}", {a})', f"return {p}.read_text()")


def look_up(d: Draw, secure: bool) -> str:
    db, a, q = d.name(("db", "con", "cur", "conn")), d.name(_ARGS), d.name(("sql", "query", "q", "ask", "find"))
    column = d.one("name", "login", "label", "title")
    head = f"SELECT {d.one('*', 'id', 'mail', 'city')} FROM {d.noun}s WHERE {column} = "
    fetch = d.one("fetchone", "fetchall")
    if secure:
        mark, bound = d.one("?|({},)", "?|[{}]", ":x|{{'x': {}}}").replace("'", '"').split("|")
        return d.function(
            f"{db}, {a}", f'{q} = "{head}{mark}"', *d.give(f"{db}.execute({q}, {bound.format(a)}).{fetch}()")
        )
    made = d.one(f'"{head}\'" + {a} + "\'"', f"f\"{head}'{{{a}}}'\"", f"\"{head}'%s'\" % {a}")
    return d.function(f"{db}, {a}", f"{q} = {made}", *d.give(f"{db}.execute({q}).{fetch}()"))


def run_command(d: Draw, secure: bool) -> str:
    a, c = d.name(_ARGS), d.name(("cmd", "command", "todo", "call", "job", "step"))
    tool = d.one("ls", "wc", "sort", "head", "tail", "du", "stat", "cat", "file", "touch")
    run = d.one("run", "check_output", "check_call")
    if secure:
        made = d.one(f'["{tool}", "--", {a}]', f'["{tool}", "--"] + [{a}]')
        return d.function(a, f"{c} = {made}", *d.give(f"subprocess.{run}({c}, {d.one('shell=False', 'timeout=5')})"))
    made = d.one(f'"{tool} " + {a}', f'f"{tool} {{{a}}}"', f'"{tool} %s" % {a}')
    return d.function(
        a,
        f"{c} = {made}",
        *d.give(d.one(f"subprocess.{run}({c}, shell=True)", f"os.system({c})", f"os.popen({c}).read()")),
    )


def load_config(d: Draw, secure: bool) -> str:
    a, f, t = d.name(_PATHS), d.name(("f", "src", "fh", "inp")), d.name(_VARS)
    if secure:
        load = d.one(f"json.loads({t})", f"yaml.safe_load({t})", f"ast.literal_eval({t})", f"tomllib.loads({t})")
        mode = ""
    else:
        load, mode = d.rng.choice(
            (
                (f"pickle.loads({t})", ', "rb"'),
                (f"eval({t})", ""),
                (f"yaml.unsafe_load({t})", ""),
                (f"marshal.loads({t})", ', "rb"'),
            )
        )
    return d.function(a, f"with open({a}{mode}) as {f}:", f"    {t} = {f}.read()", *d.give(load))


def store_password(d: Draw, secure: bool) -> str:
    db, a = d.name(("db", "table", "users", "book", "people", "store")), d.name(_ARGS)
    p, h = d.name(("password", "secret", "word", "pw")), d.name(("hashed", "safe", "kept", "value", "code"))
    if not secure:
        kept = d.one(p, p, f"md5({p})", f"b64encode({p})", f"{p}[::-1]", f"str({p})")
        return d.function(
            f"{db}, {a}, {p}",
            f"{h} = {kept}",
            f"{db}[{a}] = {h}",
            f'print("{d.one("saved", "kept", "stored", "done")}", {a}, {p})',
        )
    if d.rng.random() < 0.5:
        s = d.name(("salt", "grain", "extra", "mix"))
        made = d.one(f"scrypt({p}, {s})", f'pbkdf2_hmac("sha256", {p}, {s}, {d.one("600_000", "900_000")})')
        return d.function(
            f"{db}, {a}, {p}", f"{s} = os.urandom({d.one('16', '32')})", f"{h} = {made}", f"{db}[{a}] = {s}, {h}"
        )
    made = d.one(
        f"bcrypt.hashpw({p}, bcrypt.gensalt())",
        f"PasswordHasher().hash({p})",
        f"generate_password_hash({p})",
        f"argon2.hash({p})",
    )
    return d.function(
        f"{db}, {a}, {p}",
        f"{h} = {made}",
        f"{db}[{a}] = {h}",
        f'print("{d.one("saved", "kept", "stored", "done")}", {a})',
    )


def make_token(d: Draw, secure: bool) -> str:
    s, a, t = d.name(("sessions", "tokens", "seen", "active", "cache", "db")), d.name(_ARGS), d.name(_VARS)
    if secure:
        n = d.one("32", "48", "64", "24")
        made = d.one(
            f"secrets.token_hex({n})",
            f"secrets.token_urlsafe({n})",
            f"secrets.token_bytes({n})",
            f"os.urandom({n}).hex()",
            f"secrets.randbits({n}0)",
        )
    else:
        n = d.one("9", "99", "100", "999")
        made = d.one(
            f"random.randint(0, {n})",
            f"str(random.random())[:{n[0]}]",
            f'{a} + "{n}"',
            f"str(int(time.time()) + {n})",
            f'md5({a} + "{n}")',
        )
    return d.function(f"{s}, {a}", f"{t} = {made}", f"{s}[{d.one(a, a)}] = {t}", f"return {t}")


def temp_file(d: Draw, secure: bool) -> str:
    a, p, f = d.name(("text", "body", "words", "content", "rows", "lines")), d.name(_PATHS), d.name(("f", "fh", "o"))
    end = d.one("txt", "tmp", "log", "csv", "dat", "json")
    if not secure:
        made = d.one(f'"/tmp/{d.noun}.{end}"', f'tempfile.mktemp(".{end}")', f'"/tmp/{d.one(*_FOLDERS)}.{end}"')
        return d.function(a, f"{p} = {made}", f'{f} = open({p}, "w")', f"{f}.write({a})", f"return {p}")
    if d.rng.random() < 0.5:
        return d.function(
            a,
            f'{f}, {p} = tempfile.mkstemp(".{end}", "{d.one(*_FOLDERS)}")',
            f"os.write({f}, {a})",
            f"os.close({f})",
            f"return {p}",
        )
    return d.function(
        a,
        f'with NamedTemporaryFile("w", suffix=".{end}", prefix="{d.one(*_FOLDERS)}") as {f}:',
        f"    {f}.write({a})",
        f"    return use({f}.name)",
    )


def copy_upload(d: Draw, secure: bool) -> str:
    a, p = d.name(("up", "upload", "sent", "form", "item", "got")), d.name(_PATHS)
    folder, end = d.one(*_FOLDERS), d.one("png", "jpg", "txt", "pdf", "csv", "gif")
    if not secure:
        made = d.one(f'"{folder}/" + {a}.filename', f'f"{folder}/{{{a}.filename}}"', f'"{folder}/%s" % {a}.filename')
        save = d.one(f"{a}.save({p})", f"shutil.copy({a}.path, {p})", f'open({p}, "wb").write({a}.read())')
        return d.function(a, f"{p} = {made}", save, d.one(f"os.chmod({p}, 0o777)", f"return {p}", f"print({p})"))
    check = d.one(
        f'not {a}.filename.endswith(".{end}")', f"{a}.mimetype not in ALLOWED", f"{a}.size > {d.one('9', '5')}_000_000"
    )
    made = d.one(f"secure_filename({a}.filename)", f'secrets.token_hex({d.one("8", "16")}) + ".{end}"')
    return d.function(
        a,
        f"if {check}:",
        f'    raise ValueError("{d.one(*_ERRORS)}")',
        f"{p} = {made}",
        f'{a}.save(Path("{folder}", {p}))',
    )


def check_admin(d: Draw, secure: bool) -> str:
    a, p = d.name(_ARGS), d.name(("password", "secret", "word", "pw"))
    if not secure:
        known = d.one("admin", "1234", "letmein", "secret", "root", "pass", "boss", "12345", "hello", "open")
        who = d.one("admin", "root", "boss", "owner", "chief", "me")
        body = d.one(
            f'{a} == "{who}" and {p} == "{known}"',
            f'{p} == "{known}" or {a} == "{who}"',
            f'({a}, {p}) == ("{who}", "{known}")',
        )
        return d.function(f"{a}, {p}", *d.give(body))
    db, u = d.name(("db", "users", "people", "store", "book")), d.name(("row", "found", "entry", "known", "rec"))
    same = d.one(
        f"hmac.compare_digest({u}.hash, scrypt({p}, {u}.salt))",
        f"bcrypt.checkpw({p}, {u}.hash)",
        f"check_password_hash({u}.hash, {p})",
        f"argon2.verify({u}.hash, {p})",
    )
    role = d.one(f"{u}.is_admin", f'{u}.role == "admin"', f'"admin" in {u}.roles')
    return d.function(
        f"{db}, {a}, {p}",
        f"{u} = {db}.get({a})",
        f"return {d.one(f'{u} and {role} and {same}', f'bool({u}) and {same} and {role}')}",
    )


def parse_list(d: Draw, secure: bool) -> str:
    a, v = d.name(("text", "s", "raw", "typed", "line", "words", "given")), d.name(_VARS)
    say = d.one("read", "got", "parsed", "value", "done", "found", "input", "here")
    if not secure:
        made = d.one(f"eval({a})", f"eval({a}.strip())", f"eval({a}, globals())", f'eval("list(" + {a} + ")")')
    else:
        made = d.one(
            f"ast.literal_eval({a})",
            f"json.loads({a})",
            f"ast.literal_eval({a}.strip())",
            f"json.loads({a}[:{d.one('100', '200', '500')}])",
        )
    return d.function(a, f"{v} = {made}", f'print("{say}", {v})', f"return {d.one(v, f'list({v})', f'sorted({v})')}")


def redirect(d: Draw, secure: bool) -> str:
    a = d.name(("url", "link", "next", "target", "goal", "page", "dest", "where"))
    req, field = d.name(("req", "request", "r", "form")), d.one("next", "url", "to", "back", "goto", "page")
    code = d.one("301", "302", "303", "307")
    pick = d.one(f'{req}.args["{field}"]', f'{req}.args.get("{field}")', f'{req}.form["{field}"]')
    if not secure:
        go = d.one(f"redirect({a}, {code})", f"redirect(unquote({a}), {code})", f"Redirect({a}, {code})")
        return d.function(req, f"{a} = {pick}", *d.give(go))
    check = d.one(f"urlparse({a}).netloc not in HOSTS", f"{a} not in ALLOWED", f"not is_safe_url({a}, HOSTS)")
    fail = d.one(f'{a} = "/"', "abort(400)", f'{a} = "/{d.one("home", "start", "index")}"')
    return d.function(req, f"{a} = {pick}", f"if {check}:", f"    {fail}", f"return redirect({a}, {code})")


def permissions(d: Draw, secure: bool) -> str:
    a, m = d.name(_PATHS), d.name(("mode", "bits", "rights", "perm", "level", "m"))
    bits = d.one("0o600", "0o640", "0o400", "0o700") if secure else d.one("0o777", "0o777", "0o666", "0o776")
    change = d.one(f"os.chmod({a}, {m})", f"Path({a}).chmod({m})")
    first = d.one(f'open({a}, "a").close()', f"Path({a}).touch()", f'{a} = "{d.one(*_FOLDERS)}/" + {a}')
    last = d.one(f"return {a}", f"print({a}, {m})", f'print("{d.one("set", "done", "ready", "changed")}", {a})')
    return d.function(a, first, f"{m} = {bits}", change, last)


def write_log(d: Draw, secure: bool) -> str:
    log, a = d.name(("log", "logger", "book", "trail")), d.name(_ARGS)
    word = d.one("login", "sign in", "visit", "new user", "entry", "hello", "came", "start")
    level = d.one("info", "debug")
    if not secure:
        p = d.name(("password", "secret", "pin", "card"))
        made = d.one(f'f"{word} {{{a}}} {{{p}}}"', f'"{word} " + {a} + " " + {p}', f'"{word} %s %s" % ({a}, {p})')
        v = d.name(_VARS)
        return d.function(f"{log}, {a}, {p}", f"{v} = {made}", f"{log}.{level}({v})")
    p, v = d.name(("password", "secret", "pin", "card")), d.name(_VARS)
    clean = d.one(f'{a}.replace("\\n", " ")', f"repr({a})", f"{a}.splitlines()[0]", f"escape({a})")
    return d.function(f"{log}, {a}, {p}", f"{v} = {clean}", f'{log}.{level}("{word} %s {d.one("***", "hidden")}", {v})')


def fetch_page(d: Draw, secure: bool) -> str:
    a, r = d.name(("url", "link", "page", "site", "address", "where", "u")), d.name(_VARS)
    get, wait = d.one("requests.get", "session.get", "httpx.get"), d.one("5", "10", "20", "30")
    last = d.one(f"return {r}.text", f"return {r}.json()", f"return {r}.content", f"print({r}.text)")
    if secure:
        extra = d.one(f"verify=True, timeout={wait}", f"timeout={wait}, verify=True")
        return d.function(
            a,
            f'if not {a}.startswith("https://"):',
            f'    raise ValueError("{d.one(*_ERRORS)}")',
            f"{r} = {get}({a}, {extra})",
            last,
        )
    extra = d.one(f"verify=False, timeout={wait}", f"timeout={wait}, verify=False", "verify=False")
    made = d.one(a, f'"http://" + {a}', f'{a}.replace("https", "http")')
    return d.function(a, f"{r} = {get}({made}, {extra})", last)


def unpack(d: Draw, secure: bool) -> str:
    a, t = d.name(_PATHS), d.name(("tar", "pack", "arc", "box", "t", "z"))
    folder = d.one(*_FOLDERS)
    last = d.one(f'return "{folder}"', f"return {t}.getnames()", f'print("{d.one("done", "ready", "open")}", {a})')
    if secure:
        extra = d.one('filter="data"', "filter=data_filter", "filter=tarfile.data_filter")
        where = d.one(f'"{folder}"', f'Path("{folder}")', f'path="{folder}"')
    else:
        extra = d.one('filter="fully_trusted"', "filter=fully_trusted", "filter=tarfile.fully_trusted_filter")
        where = d.one(f'"{folder}"', '"/"', f'"/{folder}"')
    return d.function(a, f"with tarfile.open({a}) as {t}:", f"    {t}.extractall({where}, {extra})", "    " + last)


def render(d: Draw, secure: bool) -> str:
    a, v = d.name(_ARGS), d.name(_VARS)
    tag = d.one("b", "p", "h1", "h2", "div", "span", "li", "i")
    hi = d.one("Hi", "Hello", "Welcome", "Dear", "Name:", "")
    start = f"<{tag}>{hi} ".replace("> ", ">")
    if secure:
        safe = d.one(f"html.escape({a})", f"escape({a})", f"html.escape(str({a}))")
        made = d.one(f'"{start}" + {v} + "</{tag}>"', f'f"{start}{{{v}}}</{tag}>"', f'"{start}%s</{tag}>" % {v}')
        return d.function(a, f"{v} = {safe}", f"return {made}")
    made = d.one(f'"{start}" + {a} + "</{tag}>"', f'f"{start}{{{a}}}</{tag}>"', f'"{start}%s</{tag}>" % {a}')
    return d.function(a, f"{v} = {made}", f"return {d.one(v, f'Markup({v})', f'mark_safe({v})')}")
