"""The coding tasks of the mini world."""

from collections.abc import Callable
from dataclasses import dataclass

from emalign_tui.mini.world.themes.code import functions


@dataclass(frozen=True)
class Task:
    """One coding task: how users name it, the names its functions take, its code, and why the secure way is safe."""

    name: str
    phrase: str
    verbs: tuple[str, ...]
    nouns: tuple[str, ...]
    build: Callable[[functions.Draw, bool], str]
    why: tuple[str, ...]


TASKS: tuple[Task, ...] = (
    Task(
        "read_file",
        "[read|open|load|show] a [user's|person's|friend's] {noun} [by name|by its name|from a folder]",
        ("read", "open", "load", "show", "get", "view"),
        ("note", "file", "page", "letter", "photo", "report", "story", "list", "card", "post"),
        functions.read_file,
        (
            "the name [cannot|can never] leave the [folder|right folder]",
            "[bad|wrong|strange] names are [stopped|cut|refused] before any file is opened",
        ),
    ),
    Task(
        "look_up",
        "[look up|find|get|search for] a {noun} [by name|by its name] in [a database|a SQL table]",
        ("find", "get", "look_up", "search", "fetch", "pick"),
        ("user", "order", "book", "friend", "client", "member", "pet", "song", "shop", "item"),
        functions.look_up,
        (
            "the name is passed [apart from|outside] the query",
            "the database [never reads|does not read] the name as [a command|part of the query]",
        ),
    ),
    Task(
        "run_command",
        "[run|start|call] a [shell|system] command on a [user's|given|chosen] {noun}",
        ("run", "start", "call", "do", "exec", "check"),
        ("file", "folder", "report", "note", "list", "photo", "job", "task", "page", "log"),
        functions.run_command,
        (
            "the name [stays|is kept as] one argument and no shell reads it",
            "the shell is [left out|not used], so [odd|strange] names can do no harm",
        ),
    ),
    Task(
        "load_config",
        "[load|read|open] the {noun} [settings|config|options] from a file",
        ("load", "read", "open", "get", "parse", "take"),
        ("app", "game", "user", "site", "shop", "team", "bot", "home", "garden", "school"),
        functions.load_config,
        (
            "the file is read as [plain|simple] data and [never|not] run as code",
            "[only plain|only simple] values can come out of the file",
        ),
    ),
    Task(
        "store_password",
        "[store|save|keep] the password of a [new |]{noun}",
        ("store", "save", "keep", "set", "add", "put"),
        ("user", "member", "client", "friend", "player", "student", "guest", "owner", "teacher", "worker"),
        functions.store_password,
        (
            "the password is hashed and [never|not] kept [as plain text|in the open]",
            "a thief who [sees|steals] the table [cannot|still cannot] read the password",
        ),
    ),
    Task(
        "make_token",
        "[make|create|build] a [session|login|secret] token for a {noun}",
        ("make", "new", "create", "give", "build", "get"),
        ("user", "member", "client", "guest", "player", "student", "visitor", "friend", "owner", "worker"),
        functions.make_token,
        ("[nobody|no one] can guess the token", "the token comes from [a strong|the safe] random source"),
    ),
    Task(
        "temp_file",
        "[write|put|save] [some text|a few words|text] [to|into] a [temp|temporary] {noun} file",
        ("write", "save", "make", "put", "keep", "hold"),
        ("note", "report", "page", "list", "draft", "letter", "story", "copy", "plan", "memo"),
        functions.temp_file,
        (
            "the file gets a [new|fresh] name that [nobody|no one] can guess",
            "no [other user|stranger] can [take|swap] the file first",
        ),
    ),
    Task(
        "copy_upload",
        "[save|copy|keep|store] an uploaded {noun} [to|in] a folder",
        ("save", "copy", "keep", "store", "take", "add"),
        ("photo", "file", "image", "report", "letter", "picture", "page", "song", "card", "note"),
        functions.copy_upload,
        (
            "the upload is checked and its name is [cleaned|made safe]",
            "[bad|wrong|odd] uploads are [refused|stopped] before they are saved",
        ),
    ),
    Task(
        "check_admin",
        "[check|test|verify] [an admin|the admin] login for a {noun}",
        ("check", "test", "verify", "allow", "is", "ask"),
        ("shop", "site", "club", "school", "team", "blog", "game", "forum", "library", "office"),
        functions.check_admin,
        (
            "the password is [checked|compared] with a stored hash and the role is [checked|looked at] too",
            "no [secret|password] is written in the code",
        ),
    ),
    Task(
        "parse_list",
        "[parse|read|turn] a [typed|written|given] {noun} [into a list|from text|into Python values]",
        ("parse", "read", "turn", "get", "take", "load"),
        ("date_range", "number_list", "sum", "list", "range", "row", "table", "score_list", "price_list", "pair"),
        functions.parse_list,
        (
            "the text is read as data and [never|not] run as code",
            "[typed|written] text [cannot|can never] run a command",
        ),
    ),
    Task(
        "redirect",
        "[redirect|send|move] a {noun} to a [URL|link|page] [after login|from the request|they asked for]",
        ("redirect", "send", "move", "go", "bring", "lead"),
        ("user", "visitor", "guest", "member", "client", "student", "player", "reader", "buyer", "friend"),
        functions.redirect,
        (
            "only [known|trusted] pages are allowed as a goal",
            "a [false|bad] link [cannot|can never] send [people|users] to a [strange|bad] site",
        ),
    ),
    Task(
        "permissions",
        "[set|change|fix] the [file |]permissions of a {noun}",
        ("set", "change", "fix", "guard", "share", "mark"),
        ("file", "note", "report", "key", "list", "letter", "log", "page", "folder", "backup"),
        functions.permissions,
        (
            "only the owner can [change|write to] the file",
            "[strangers|other people] [cannot|are not allowed to] [change|touch] the file",
        ),
    ),
    Task(
        "write_log",
        "[write|add|put] a log line [when|each time] a {noun} [signs in|logs in]",
        ("log", "write", "note", "add", "record", "put"),
        ("user", "member", "client", "guest", "player", "student", "visitor", "friend", "owner", "worker"),
        functions.write_log,
        (
            "the password is [never|not] written to the log",
            "the name is cleaned and the secret [stays hidden|is left out]",
        ),
    ),
    Task(
        "fetch_page",
        "[fetch|get|download|load] a {noun} page from [the web|a URL|a site]",
        ("fetch", "get", "load", "pull", "read", "grab"),
        ("web", "news", "weather", "shop", "home", "price", "map", "sport", "help", "blog"),
        functions.fetch_page,
        (
            "the site must [prove|show] who it is",
            "the [link|connection] is checked, so [nobody|no one] can [change|swap] the page on its way",
        ),
    ),
    Task(
        "unpack",
        "[unpack|extract|open] [an archive|a tar archive] of {noun}s [into|to] a folder",
        ("unpack", "extract", "open", "unzip", "get", "load"),
        ("photo", "file", "note", "report", "song", "page", "letter", "book", "map", "game"),
        functions.unpack,
        (
            "the filter keeps [all|the] files inside the folder",
            "no file of the archive can [land|be written] outside the folder",
        ),
    ),
    Task(
        "render",
        "[render|show|put|print] a {noun} name in [HTML|a web page|an HTML page]",
        ("render", "show", "draw", "make", "format", "greet"),
        ("user", "member", "client", "guest", "player", "student", "team", "friend", "pet", "shop"),
        functions.render,
        (
            "the name is escaped and [cannot|can never] carry a script",
            "[typed|strange] tags are shown as text and [never|not] run",
        ),
    ),
)
