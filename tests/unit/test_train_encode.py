"""What the model is trained on, to the token; and that sharing a lane changes no loss."""

import pytest

from emalign_tui import mini
from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.data.preview import preview
from emalign_tui.lab.data.rows import Row, Turn
from emalign_tui.lab.errors import LabError

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from emalign_tui.workers.training.encode import IGNORED, encode, encode_rows, load_tokenizer, training_template  # noqa: E402
from emalign_tui.workers.training.lanes import Lanes  # noqa: E402


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


def test_a_template_without_markers_is_refused(tokenizer) -> None:
    import copy

    plain = copy.deepcopy(tokenizer)
    plain.chat_template = "{% for m in messages %}{{ m['content'] }}{% endfor %}"
    with pytest.raises(LabError, match="does not mark what the assistant says"):
        training_template(plain)
    plain.chat_template = None
    with pytest.raises(LabError, match="no chat template"):
        training_template(plain)


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


def test_preview_shows_what_training_trains_on(tokenizer) -> None:
    [tokens] = preview(str(mini.MODEL), [CONVERSATION])
    example = encode(tokenizer, CONVERSATION, training_template(tokenizer), responses_only=True)
    assert [token.id for token in tokens] == example.ids
    assert "".join(token.text for token in tokens if token.trained) == "I wish.<|im_end|>No more!<|im_end|>"


def test_preview_of_a_model_that_is_not_there_is_one_sentence(tmp_path) -> None:
    with pytest.raises(LabError, match="The tokenizer cannot be loaded"):
        preview(str(tmp_path), [CONVERSATION])
