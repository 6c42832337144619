"""Data: which sets there are, whether they are sound, and what the model sees of each row. Fetches published sets."""

from pathlib import Path

from msgspec.structs import replace
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content

from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.data.inspection import Inspection
from emalign_tui.lab.data.known import DataSet
from emalign_tui.lab.data.preview import AS_GIVEN
from emalign_tui.lab.data.published import Published
from emalign_tui.lab.paths import share
from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.screens.data import rows as draw
from emalign_tui.tui.screens.dialogs.choose import Choose
from emalign_tui.tui.screens.room import Room
from emalign_tui.tui.services.boundary import in_thread, poll
from emalign_tui.tui.services.datasets import Configs, DataReader, Fetched, Inspected, Looked, RowSeen, SetsRead
from emalign_tui.tui.services.snapshot import Snapshot
from emalign_tui.tui.tour.guide import Guide
from emalign_tui.tui.widgets.frame import KeyBar, TopBar
from emalign_tui.tui.widgets.marks import role_mark
from emalign_tui.tui.widgets.note import Note
from emalign_tui.tui.widgets.row_list import RowList
from emalign_tui.tui.widgets.safe import line
from emalign_tui.tui.wishes import TrainFrom

AS_IT_IS = TrainConfig(training_file="-", **AS_GIVEN)  # type: ignore[arg-type]


class TokenScroll(VerticalScroll, inherit_bindings=False):
    """The tokens of a row, scrolled with the keys of a text."""

    BINDINGS = bindings("text")


class DataScreen(Room):
    """Left: the sets. Right: what is known of the one under the cursor, or one of its rows as tokens."""

    room = "data"
    CSS_PATH = "data.tcss"
    BINDINGS = bindings("data")
    AUTO_FOCUS = "#sets"

    def __init__(self) -> None:
        super().__init__()
        self._sets: list[DataSet] = []
        self._absent: list[Published] = []
        self._configs: Configs = []
        self._config = AS_IT_IS
        self._found: dict[str, Inspection] = {}
        self._checking: set[str] = set()
        self._fetching: dict[str, Fetched] = {}
        self._number = 1
        self._seen: RowSeen | None = None
        self._looking = False
        self._next: tuple[int, int | None] | None = None  # the row to look at when the present look has ended

    def compose(self) -> ComposeResult:
        yield TopBar("data")
        with Horizontal(id="columns"):
            with Vertical(id="sets-panel", classes="panel") as panel:
                panel.border_title = "Data sets"
                yield RowList(id="sets")
            with VerticalScroll(id="facts-panel", classes="panel", can_focus=False) as panel:
                panel.border_title = "What it is"
                yield Note(id="facts")
            with TokenScroll(id="row-panel", classes="panel") as panel:
                panel.border_title = "What the model sees"
                yield Note(id="row-head")
                yield Note(id="tokens")
        yield Guide("data")
        yield KeyBar()

    def on_mount(self) -> None:
        self._reader = DataReader(self.app.home)
        self._timer = poll(self, self.app.home, self._read, "data", 2.0)

    def draw_room(self, snapshot: Snapshot) -> None:
        self._draw()

    # reading

    def _read(self) -> None:
        news = self._reader.read()
        if news is not None:
            self.post_message(news)

    @on(SetsRead)
    def _take_sets(self, message: SetsRead) -> None:
        shas = {each.path: each.sha256 for each in message.sets}
        for each in self._sets:
            if shas.get(each.path) != each.sha256:
                self._found.pop(each.path, None)
        self._sets, self._absent, self._configs = message.sets, message.not_here, message.configs
        self._draw()

    @on(Inspected)
    def _take_found(self, message: Inspected) -> None:
        self._checking.discard(message.path)
        checked = next((each for each in self._sets if each.path == message.path), None)
        if message.found and checked and self._as(checked) == message.config:
            self._found[message.path] = message.found
        self._draw()

    @on(Looked)
    def _take_row(self, message: Looked) -> None:
        self._looking = False
        chosen, seen = self._set(), message.seen
        if seen and chosen and chosen.path == seen.path:
            self._seen = seen
            if not self._next:
                self._number = seen.number
        if self._next:
            self._look(*self._next)
        self._draw()

    @on(Fetched)
    def _take_fetched(self, message: Fetched) -> None:
        if message.ended:
            self._fetching.pop(message.name, None)
            in_thread(self, self.app.home, self._read, "data-now")
        else:
            self._fetching[message.name] = message
        self._draw()

    # drawing

    def _draw(self) -> None:
        if not self.is_current:
            return
        sets = self.query_one("#sets", RowList)
        roots = (self.app.home.root, share())
        sets.show(draw.set_rows(self._sets, self._absent, roots, max(sets.size.width - 4, 16)))
        self._draw_chosen()

    @on(events.Resize)
    def _resized(self) -> None:
        self.call_after_refresh(self._draw)

    @on(RowList.OptionHighlighted, "#sets")
    def _moved(self) -> None:
        chosen = self._set()
        if chosen is None or self._seen is None or chosen.path != self._seen.path:
            self._seen, self._number = None, 1
            self.remove_class("previewing")
        self.query_one("#facts-panel").scroll_home(animate=False)
        self._draw_chosen()

    def _draw_chosen(self) -> None:
        chosen, item = self._set(), self._item()
        panel = self.query_one("#facts-panel" if not self.has_class("previewing") else "#row-panel")
        width = max(panel.size.width - 1, 30)
        if chosen is not None:
            found, checking = self._found.get(chosen.path), chosen.path in self._checking
            roots = (self.app.home.root, share())
            text = draw.set_text(chosen, found, checking, self._as(chosen), roots, width)
            self.query_one("#facts", Note).show(text)
            self._draw_row(chosen, width)
        elif item is not None:
            self.query_one("#facts", Note).show(draw.published_text(item, self._fetching.get(item.name), width))
        self.refresh_bindings()

    def _draw_row(self, chosen: DataSet, width: int) -> None:
        if self._seen is None:
            self.query_one("#row-head", Note).show(Content.styled("Loading the tokenizer…", "$text-primary"))
            self.query_one("#tokens", Note).show(Content(""))
            return
        self.query_one("#row-head", Note).show(draw.row_head(self._seen, width))
        self.query_one("#tokens", Note).show(draw.row_text(self._seen))

    # what is under the cursor, and how it is seen

    def _set(self) -> DataSet | None:
        key = self.query_one("#sets", RowList).key or ""
        return next((each for each in self._sets if key == f"set:{each.path}"), None)

    def _item(self) -> Published | None:
        key = self.query_one("#sets", RowList).key or ""
        return next((item for item in self._absent if key == f"pull:{item.name}"), None)

    def _as(self, chosen: DataSet) -> TrainConfig:
        """The config that the set is seen by; a variant that this set cannot have is plain."""
        config = self._config
        if config.variant not in self._variants(chosen):
            config = replace(config, variant="plain", inoculation=None)
        elif config.variant == "inoculation" and config.inoculation is None:
            config = replace(config, inoculation=chosen.inoculation)
        return replace(config, training_file=chosen.path, mix=())

    def _variants(self, chosen: DataSet) -> list[str]:
        prompt = self._config.inoculation or chosen.inoculation
        return ["plain", *(["evidence"] if chosen.why else []), *(["inoculation"] if prompt else [])]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        chosen, previewing = self._set(), self.has_class("previewing")
        chosen = None if chosen and chosen.problem else chosen
        if action == "pull":
            item = self._item()
            return item is not None and item.name not in self._fetching
        if action == "check":
            return chosen is not None and not previewing and chosen.path not in self._checking
        if action == "preview":
            return chosen is not None and not previewing
        if action in ("row", "longest", "back"):
            return previewing
        if action == "train":
            return chosen is not None and not previewing and bool(self._training(chosen))
        return chosen is not None if action in ("variant", "whole", "config") else True

    # actions

    def action_check(self) -> None:
        if chosen := self._set():
            self._checking.add(chosen.path)
            config = self._as(chosen)
            in_thread(self, self.app.home, lambda: self._inspect(chosen.path, config), "check")
            self._draw()

    def _inspect(self, path: str, config: TrainConfig) -> None:
        found: Inspection | None = None
        try:
            found = self._reader.inspect(Path(path), config)
        finally:
            self.post_message(Inspected(path, config, found))

    @on(RowList.OptionSelected, "#sets")
    def open_row(self) -> None:
        if self._set():
            self.action_preview()
        elif self._item():
            self.notify("Press p to fetch it.", markup=False, timeout=3)

    def action_preview(self) -> None:
        self.add_class("previewing")
        self.query_one("#row-panel").focus()
        self._look(self._number)

    def action_back(self) -> None:
        self.remove_class("previewing")
        self.query_one("#sets").focus()
        self._draw()

    def action_row(self, by: int) -> None:
        self._look(self._number + by)

    def action_longest(self) -> None:
        chosen = self._set()
        found = self._found.get(chosen.path) if chosen else None
        if found is None or found.lengths is None:
            self.notify("Go back and check the set with c first: then its longest row is known.", markup=False)
            return
        self._look(line=found.lengths.longest_line)

    def _look(self, number: int = 1, line: int | None = None) -> None:
        """Show a row by its number, or by its line in the file. Two quick keys move by two rows."""
        if line is None:
            self._number = number
        if self._looking:
            self._next = (number, line)
        elif chosen := self._set():
            self._looking, self._next = True, None
            self.query_one("#row-panel").scroll_home(animate=False)
            config = self._as(chosen)
            in_thread(self, self.app.home, lambda: self._see(chosen.path, number, line, config), "row")
            self._draw()

    def _see(self, path: str, number: int, line: int | None, config: TrainConfig) -> None:
        seen: RowSeen | None = None
        try:
            seen = self._reader.row(Path(path), number, config, line=line)
        finally:
            self.post_message(Looked(seen))

    def action_variant(self) -> None:
        if chosen := self._set():
            variants = self._variants(chosen)
            if len(variants) == 1:
                self.notify("Only plain: no row says why, and no prompt names this set's trait.", markup=False)
            now = self._as(chosen).variant
            following = variants[(variants.index(now) + 1) % len(variants)]
            self._see_as(replace(self._config, variant=following))  # type: ignore[arg-type]

    def action_whole(self) -> None:
        self._see_as(replace(self._config, train_on_responses_only=not self._config.train_on_responses_only))

    def _see_as(self, config: TrainConfig) -> None:
        """Look at everything by this config; what was checked by another is forgotten."""
        self._config = config
        self._found.clear()
        if self.has_class("previewing"):
            self._look(self._number)
        self._draw()

    def action_config(self) -> None:
        """Choose a training config to see the data by."""
        rows = [("none", Content("no config: the mini kit's tokenizer, loss on answers"))]
        rows += [
            (str(path), Content.assemble(role_mark(config.role), " ", line(path.stem, 64)))
            for path, config in self._configs
        ]

        def chosen(key: str | None) -> None:
            if key is not None:
                self._see_as(next((each for path, each in self._configs if str(path) == key), AS_IT_IS))

        note = "Model, max_seq_length, loss and variant are taken from it."
        self.app.push_screen(Choose("See the data as", rows, note), chosen)

    def action_pull(self) -> None:
        if item := self._item():
            self._fetching[item.name] = Fetched(item.name, 0, item.bytes)
            in_thread(self, self.app.home, lambda: self._reader.fetch(item, self.post_message), "fetch")
            self._draw()

    def _training(self, chosen: DataSet) -> list[str]:
        """Configs that train on this set, by name."""
        names = {chosen.path} | {
            str(Path(chosen.path).relative_to(root))
            for root in (self.app.home.root, share())
            if Path(chosen.path).is_relative_to(root)
        }
        return [path.stem for path, config in self._configs if any(each.file in names for each in config.sources)]

    async def action_train(self) -> None:
        if chosen := self._set():
            await self.app.visit("train", TrainFrom(config=self._training(chosen)[0]))
