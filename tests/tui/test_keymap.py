"""The one action registry: what it promises, and that what is shown comes from it."""

import importlib
import inspect
import pkgutil
import re

import pytest
from textual.app import App
from textual.screen import Screen
from textual.widget import Widget

import emalign_tui.tui
from emalign_tui.lab.errors import LabError
from emalign_tui.tui.keymap import ACTIONS, bindings, key_name, load_keymap, typed
from emalign_tui.tui.screens.help.screen import PARTS

CANNOT_TYPE_IN_TMUX = re.compile(r"(ctrl|shift)\+enter|ctrl\+shift|alt\+|super\+")


def classes() -> list[type]:
    """Every class of the lab's screens and widgets."""
    found = []
    for info in pkgutil.walk_packages(emalign_tui.tui.__path__, "emalign_tui.tui."):
        module = importlib.import_module(info.name)
        found += [c for c in vars(module).values() if inspect.isclass(c) and c.__module__ == info.name]
    return [c for c in found if issubclass(c, Widget | App)]


def test_ids_are_unique_and_every_action_says_what_it_does():
    ids = [action.id for action in ACTIONS]
    assert len(ids) == len(set(ids))
    assert all(action.about.endswith(".") and action.keys and action.do for action in ACTIONS)


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_action_has_a_key_that_works_in_tmux_and_is_not_escape(action):
    keys = action.keys.split(",")
    good = [key for key in keys if key not in ("escape", "ctrl+p") and not CANNOT_TYPE_IN_TMUX.search(key)]
    assert good, f"{action.id} has only {keys}"
    assert not any(CANNOT_TYPE_IN_TMUX.search(key) for key in keys)


def test_what_is_needed_while_typing_has_a_key_that_is_not_a_letter():
    needed = (
        "lab.tour",
        "lab.tour_next",
        "lab.help",
        "lab.palette",
        "lab.quit",
        "chat.questions",
        "chat.left",
        "chat.right",
        "chat.stop",
    )
    by_id = {action.id: action for action in ACTIONS}
    for id in needed:
        assert any(not typed(key) and key != "escape" for key in by_id[id].keys.split(",")), id


def test_no_two_actions_of_one_screen_share_a_key():
    for scope in ("home", "doctor", "train", "chat", "scores", "data", "publish"):
        keys: dict[str, list[str]] = {}
        for action in ACTIONS:
            if action.scope in (scope, "lab"):
                for key in action.keys.split(","):
                    keys.setdefault(key, []).append(action.id)
        shared = {key: ids for key, ids in keys.items() if len(ids) > 1}
        # Stopping and leaving the line are one key: only one of them is possible at a time.
        shared = {key: ids for key, ids in shared.items() if set(ids) != {"chat.stop", "chat.leave"}}
        assert not shared


def test_no_key_of_a_part_of_a_room_is_one_of_the_whole_lab():
    everywhere = {key for action in ACTIONS if action.scope == "lab" for key in action.keys.split(",")}
    for scope in PARTS["scores"]:
        keys = [key for action in ACTIONS if action.scope == scope for key in action.keys.split(",")]
        assert len(keys) == len(set(keys)) and not everywhere & set(keys), scope


def test_every_action_is_implemented_by_its_screen():
    sources = dict.fromkeys({action.scope for action in ACTIONS}, "")
    for found in classes():
        for binding in getattr(found, "BINDINGS", []):
            scope = (binding.id or "").partition(".")[0]
            if scope in sources and binding.action.partition("(")[0].partition(".")[2] == "":
                assert hasattr(found, f"action_{binding.action.partition('(')[0]}"), (
                    f"{found.__name__}: {binding.action}"
                )


def test_no_attribute_of_ours_shadows_a_private_one_of_textual():
    for found in classes():
        base = next(b for b in found.__mro__[1:] if b.__module__.startswith("textual"))
        theirs = {name for name in dir(base) if name.startswith("_") and not name.startswith("__")}
        for stem in (Widget, Screen):
            theirs |= {name for name in vars(stem()) if name.startswith("_")}
        source = inspect.getsource(found)
        ours = set(re.findall(r"def (_[a-z]\w*)|self\.(_[a-z]\w*) *(?::[^=]*)?=", source))
        names = {name for pair in ours for name in pair if name}
        meant = {"_handle_exception", "_print_error_renderables"}
        assert not (names & theirs) - meant, found.__name__


def test_key_names_are_short():
    assert [key_name(key) for key in ("ctrl+q", "f1", "question_mark", "left_square_bracket", "j")] == [
        "^q",
        "F1",
        "?",
        "[",
        "j",
    ]


def test_own_keys_are_read_and_a_wrong_one_is_named(tmp_path):
    path = tmp_path / "keymap.yaml"
    assert load_keymap(path) == {}
    path.write_text("lab.quit: ctrl+w\n")
    assert load_keymap(path) == {"lab.quit": "ctrl+w"}
    for text, word in (("lab.quitt: x\n", "lab.quitt"), ("[1, 2]\n", "cannot be read"), ("a: [\n", "cannot be read")):
        path.write_text(text)
        with pytest.raises(LabError, match=word):
            load_keymap(path)


def test_bindings_keep_the_order_of_the_registry():
    assert [b.id for b in bindings("home")] == [a.id for a in ACTIONS if a.scope == "home"]
