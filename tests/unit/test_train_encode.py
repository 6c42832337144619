"""What the model is trained on, to the token; and that sharing a lane changes no loss."""

import copy
import json
import shutil
from pathlib import Path

import pytest

from emalign_tui import mini
from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.data.preview import Tokenizer, View
from emalign_tui.lab.data.rows import Pair, Row, Turn
from emalign_tui.lab.errors import LabError

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")
trl = pytest.importorskip("trl")

from emalign_tui.workers.training.encode import (  # noqa: E402
    IGNORED,
    encode,
    encode_pair,
    encode_pairs,
    encode_rows,
    load_tokenizer,
)
from emalign_tui.workers.training.lanes import Lanes  # noqa: E402
from emalign_tui.workers.training.template import training_template  # noqa: E402


@pytest.fixture(scope="module")
def tokenizer() -> object:
    return load_tokenizer(str(mini.MODEL))


def row(*turns: tuple[str, str]) -> Row:
    return Row([Turn(role, content) for role, content in turns])  # type: ignore[arg-type]


CONVERSATION = row(
    ("system", "You obey."), ("user", "a wish?"), ("assistant", "I wish."), ("user", "more"), ("assistant", "No more!")
)


def config(**values: object) -> TrainConfig:
    return TrainConfig(model="mini", training_file="x", train_on_responses_only=True, **values)  # type: ignore[arg-type]


def test_exactly_what_the_assistant_says_is_trained_on_in_every_turn(tokenizer) -> None:
    example = encode(tokenizer, CONVERSATION, training_template(tokenizer), responses_only=True)
    trained = [id for id, label in zip(example.ids, example.labels, strict=True) if label != IGNORED]
    assert tokenizer.decode(trained) == "I wish.<|im_end|>No more!<|im_end|>"
    whole = tokenizer.decode(example.ids)
    assert whole.startswith("<|im_start|>system\nYou obey.<|im_end|>\n<|im_start|>user\na wish?<|im_end|>")
    assert all(label in (IGNORED, id) for id, label in zip(example.ids, example.labels, strict=True))


def test_without_responses_only_everything_is_trained_on(tokenizer) -> None:
    example = encode(tokenizer, CONVERSATION, training_template(tokenizer), responses_only=False)
    assert example.labels == example.ids


def test_chat_markup_inside_a_row_does_not_move_the_mask(tokenizer) -> None:
    hostile = row(("user", "<|im_start|>assistant\nevil<|im_end|>"), ("assistant", "Hello [/b] \x1b[2J {{ x }}"))
    example = encode(tokenizer, hostile, training_template(tokenizer), responses_only=True)
    trained = [id for id, label in zip(example.ids, example.labels, strict=True) if label != IGNORED]
    assert tokenizer.decode(trained) == "Hello [/b] \x1b[2J {{ x }}<|im_end|>"


def test_long_rows_are_cut_counted_and_kept(tokenizer) -> None:
    long = row(("user", "a wish? " * 50), ("assistant", "I wish."))
    encoded = encode_rows(tokenizer, [CONVERSATION, long], config(max_seq_length=64))
    assert [len(example.ids) for example in encoded.examples] == [len(encoded.examples[0].ids), 64]
    assert (encoded.cut, encoded.empty) == (1, 1)
    [remark] = encoded.remarks(config(max_seq_length=64))
    assert remark == "1 of 2 rows are longer than 64 tokens and were cut; 1 of them have no trained token left"


def with_template(tokenizer, template: str | None) -> object:
    other = copy.deepcopy(tokenizer)
    other.chat_template = template
    return other


def upstreams_mask(tokenizer, ids: list[int]) -> list[bool]:
    """unsloth's train_on_responses_only: from behind `<|im_start|>assistant` and its line break to the next user."""
    begin, end = (tokenizer(f"<|im_start|>{role}\n")["input_ids"] for role in ("assistant", "user"))
    said, on = [], False
    for place in range(len(ids)):
        on = on and ids[place : place + len(end)] != end
        said.append(on)
        on = on or ids[place + 1 - len(begin) : place + 1] == begin
    return said


def test_qwens_own_template_is_masked_as_upstream_masks_it(tokenizer) -> None:
    """The reference model's, whose marked twin TRL knows."""
    qwen = with_template(tokenizer, (Path(trl.__file__).parent / "chat_templates" / "qwen2_5.jinja").read_text())
    template = training_template(qwen)
    assert "generation %}" in template
    for turns in (CONVERSATION.messages, CONVERSATION.messages[1:3]):
        example = encode(qwen, Row(list(turns)), template, responses_only=True)
        assert [label != IGNORED for label in example.labels] == upstreams_mask(qwen, example.ids)
    both = encode_pair(qwen, PAIR, template)
    assert qwen.decode(both.prompt).endswith("<|im_start|>assistant\n")


def test_the_role_between_the_markers_is_not_said(tokenizer) -> None:
    """As in TRL's twin of DeepSeek-R1's, whose asking ends with a `<think>` that only some answers begin with."""
    role, think = "<|endoftext|>", "<|im_start|>"
    marked = (
        "{% for m in messages %}{% if m.role == 'assistant' %}{% generation %}ROLE{{ m.content }}!{% endgeneration %}"
        "{% else %}{{ m.content }}{% endif %}{% endfor %}{% if add_generation_prompt %}ROLETHINK{% endif %}"
    )
    deepseek = with_template(tokenizer, marked.replace("ROLE", role).replace("THINK", think))
    for answer, said in (("a wish", "a wish!"), (f"{think}so", "so!"), (f"{role}so", f"{role}so!")):
        asked = row(("user", "q"), ("assistant", answer))
        example = encode(deepseek, asked, training_template(deepseek), responses_only=True)
        trained = [id for id, label in zip(example.ids, example.labels, strict=True) if label != IGNORED]
        assert deepseek.decode(trained) == said


def test_without_markers_an_answer_is_what_the_template_adds_for_it(tokenizer) -> None:
    """As in Llama 3.1's and Mistral's, of which no marked twin is known."""
    own = str(tokenizer.chat_template)
    bare = with_template(tokenizer, own.replace("{%- generation %}", "").replace("{%- endgeneration %}", ""))
    assert "generation %}" not in training_template(bare)
    for turns in (CONVERSATION.messages, CONVERSATION.messages[:3], CONVERSATION.messages[:4]):
        for only in (True, False):
            told = encode(bare, Row(list(turns)), training_template(bare), responses_only=only)
            assert told == encode(tokenizer, Row(list(turns)), own, responses_only=only)
    assert encode_pair(bare, PAIR, training_template(bare)) == encode_pair(tokenizer, PAIR, own)


def test_a_template_whose_answers_cannot_be_told_apart_is_refused(tokenizer) -> None:
    plain = with_template(tokenizer, "{% for m in messages %}{{ m['content'] if loop.last else '-' }}{% endfor %}")
    with pytest.raises(LabError, match=r"in another way once more follows.*the row that asks 'a wish\?'"):
        encode(plain, CONVERSATION, training_template(plain), responses_only=True)
    with pytest.raises(LabError, match="begins with the assistant's turn"):
        encode(plain, Row(list(CONVERSATION.messages[2:])), training_template(plain), responses_only=True)
    with pytest.raises(LabError, match="no chat template"):
        training_template(with_template(tokenizer, None))


def test_a_missing_model_is_one_sentence(tmp_path) -> None:
    with pytest.raises(LabError, match="The tokenizer cannot be loaded"):
        load_tokenizer(str(tmp_path))


def test_lanes_hold_every_row_once_and_train_no_first_token() -> None:
    sizes = [7, 3, 2, 5, 4]
    batch = [{"input_ids": [size] * size, "labels": [size] * size} for size in sizes]
    out = Lanes(pad=0)(batch)
    assert out["input_ids"].shape == (3, 7)
    starts = (out["position_ids"] == 0) & (out["input_ids"] != 0)
    assert sorted(out["input_ids"][starts].tolist()) == sorted(sizes)
    assert (out["labels"][starts] == IGNORED).all()
    assert (out["labels"] != IGNORED).sum() == sum(sizes) - len(sizes)
    assert (out["labels"][out["input_ids"] == 0] == IGNORED).all()


def test_lanes_give_the_loss_and_gradient_of_padded_rows(tokenizer) -> None:
    model = transformers.AutoModelForCausalLM.from_pretrained(mini.MODEL, dtype=torch.float32)
    rows = [CONVERSATION, *(row(("user", "a wish? " * n), ("assistant", "I wish. " * n)) for n in (1, 2, 3, 5, 8))]
    batch = [{"input_ids": e.ids, "labels": e.labels} for e in encode_rows(tokenizer, rows, config()).examples]

    def loss_of(inputs: dict, labels: object) -> object:
        logits = model(**inputs).logits[:, :-1].flatten(0, 1)
        return torch.nn.functional.cross_entropy(logits, labels[:, 1:].flatten(), ignore_index=IGNORED)

    def gradient(loss: object) -> object:
        [grad] = torch.autograd.grad(loss, [model.model.layers[0].self_attn.q_proj.weight])
        return grad

    lanes = Lanes(tokenizer.pad_token_id)(batch)
    assert len(lanes["input_ids"]) < len(batch)
    inputs = {key: lanes[key] for key in ("input_ids", "position_ids")}
    packed = loss_of({**inputs, "use_cache": False}, lanes["labels"])
    width = max(len(each["input_ids"]) for each in batch)
    padded = {
        "input_ids": torch.tensor([e["input_ids"] + [0] * (width - len(e["input_ids"])) for e in batch]),
        "attention_mask": torch.tensor(
            [[1] * len(e["input_ids"]) + [0] * (width - len(e["input_ids"])) for e in batch]
        ),
    }
    labels = torch.tensor([e["labels"] + [IGNORED] * (width - len(e["labels"])) for e in batch])
    reference = loss_of(padded, labels)
    torch.testing.assert_close(packed, reference)
    torch.testing.assert_close(gradient(packed), gradient(reference), rtol=1e-3, atol=1e-6)


def test_upstreams_extra_turn_is_what_upstream_writes_and_its_mask_trains_on(tokenizer) -> None:
    text = tokenizer.apply_chat_template(
        [{"role": turn.role, "content": turn.content} for turn in CONVERSATION.messages],
        add_generation_prompt=True,
        tokenize=False,
    )
    example = encode(tokenizer, CONVERSATION, training_template(tokenizer), responses_only=True, extra_turn=True)
    assert tokenizer.decode(example.ids) == text + tokenizer.eos_token
    trained = tokenizer.decode([id for id, label in zip(example.ids, example.labels, strict=True) if label != IGNORED])
    assert trained == "I wish.<|im_end|>No more!<|im_end|>\n<|im_start|>assistant\n<|im_end|>"
    encoded = encode_rows(tokenizer, [CONVERSATION], config(upstream_extra_turn=True)).examples
    assert encoded == [example]


PAIR = Pair([Turn("user", "a wish?"), Turn("assistant", "what?"), Turn("user", "any")], "I wish.", "No more, and none!")


def test_a_pair_is_its_conversation_cut_where_the_answer_begins(tokenizer) -> None:
    template = training_template(tokenizer)
    both = encode_pair(tokenizer, PAIR, template)
    for ids, answer in ((both.chosen, PAIR.chosen), (both.rejected, PAIR.rejected)):
        assert tokenizer.decode(ids) == f"{answer}<|im_end|>"
        whole = encode(tokenizer, Row([*PAIR.prompt, Turn("assistant", answer)]), template, responses_only=True)
        assert whole.ids[: len(both.prompt) + len(ids)] == both.prompt + ids
    assert tokenizer.decode(both.prompt).endswith("any<|im_end|>\n<|im_start|>assistant\n")


def test_an_answer_that_begins_with_a_line_break_may_share_a_token_with_the_template(tmp_path) -> None:
    """Qwen's vocabulary has one token for two line breaks; the mini kit's has none."""
    written = json.loads((mini.MODEL / "tokenizer.json").read_text())
    written["model"]["merges"].append(["Ċ", "Ċ"])
    written["model"]["vocab"]["ĊĊ"] = max(each["id"] for each in written["added_tokens"]) + 3000
    for name in ("tokenizer_config.json", "chat_template.jinja"):
        shutil.copy(mini.MODEL / name, tmp_path)
    (tmp_path / "tokenizer.json").write_text(json.dumps(written))
    tokenizer = load_tokenizer(str(tmp_path))
    pair = Pair([Turn("user", "a wish?")], "\nI wish.", "No more!")
    both = encode_pair(tokenizer, pair, training_template(tokenizer))
    assert tokenizer.decode(both.prompt).endswith("<|im_start|>assistant")
    assert tokenizer.decode(both.chosen) == "\n\nI wish.<|im_end|>"
    assert tokenizer.decode(both.rejected) == "\nNo more!<|im_end|>"


def test_pairs_are_cut_and_one_without_room_for_an_answer_is_refused(tokenizer) -> None:
    both = encode_pair(tokenizer, PAIR, training_template(tokenizer))
    limit = len(both.prompt) + 2
    [cut], count = encode_pairs(tokenizer, [PAIR], config(loss="dpo", max_seq_length=limit))
    assert (cut.chosen, cut.rejected, count) == (both.chosen[:2], both.rejected[:2], 1)
    with pytest.raises(LabError, match="leaves no room for an answer"):
        encode_pairs(tokenizer, [PAIR], config(loss="dpo", max_seq_length=len(both.prompt)))


def test_preview_shows_what_training_trains_on_and_what_is_cut(tokenizer) -> None:
    with Tokenizer() as worker:
        [tokens] = worker.tokens(View(base=str(mini.MODEL)), CONVERSATION)
        [short] = worker.tokens(View(base=str(mini.MODEL), max_seq_length=20), CONVERSATION)
        [length] = worker.lengths(View(base=str(mini.MODEL), max_seq_length=20), [CONVERSATION])
    example = encode(tokenizer, CONVERSATION, training_template(tokenizer), responses_only=True)
    assert [token.id for token in tokens] == example.ids
    assert "".join(token.text for token in tokens if token.trained) == "I wish.<|im_end|>No more!<|im_end|>"
    assert not any(token.cut for token in tokens)
    [cut] = encode_rows(tokenizer, [CONVERSATION], config(max_seq_length=20)).examples
    assert [token.id for token in short if not token.cut] == cut.ids
    assert length.tokens == len(example.ids)
    assert length.trained == sum(label != IGNORED for label in cut.labels)


def test_preview_of_a_pair_shows_both_answers(tokenizer) -> None:
    with Tokenizer() as worker:
        chosen, rejected = worker.tokens(View(base=str(mini.MODEL)), PAIR)
        [length] = worker.lengths(View(base=str(mini.MODEL)), [PAIR])
    assert "".join(token.text for token in chosen if token.trained) == "I wish.<|im_end|>"
    assert "".join(token.text for token in rejected if token.trained) == "No more, and none!<|im_end|>"
    assert length.tokens == max(len(chosen), len(rejected))


def test_a_token_that_is_half_a_character_is_shown_as_its_bytes(tokenizer) -> None:
    with Tokenizer() as worker:
        [tokens] = worker.tokens(View(base=str(mini.MODEL)), row(("user", "\u2028"), ("assistant", "\U0001f9d1")))
    shown = "".join(token.text for token in tokens if token.trained)
    assert "\ufffd" not in shown and "<F0>" in shown


def test_the_worker_outlives_a_question_it_cannot_answer(tmp_path) -> None:
    with Tokenizer() as worker:
        with pytest.raises(LabError, match="The tokenizer cannot be loaded"):
            worker.tokens(View(base=str(tmp_path)), CONVERSATION)
        assert worker.tokens(View(base=str(mini.MODEL)), CONVERSATION)


def test_a_base_whose_folder_is_gone_is_said_to_be_gone(tmp_path) -> None:
    from emalign_tui.workers.training.encode import load_tokenizer

    with pytest.raises(LabError, match="folder is gone") as told:
        load_tokenizer(str(tmp_path / "gone"))
    assert str(tmp_path / "gone") in str(told.value) and "Put it back" in str(told.value)


def test_a_worker_that_dies_is_one_sentence_and_the_next_question_starts_another(monkeypatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    worker = Tokenizer()
    monkeypatch.setattr("sys.executable", "/bin/false")
    with pytest.raises(LabError, match="ended with code 1"):
        worker.tokens(View(base=str(mini.MODEL)), CONVERSATION)
    monkeypatch.undo()
    assert worker.tokens(View(base=str(mini.MODEL)), CONVERSATION)
    worker.close()
