"""Makes the model beside this file: `pip install onnx tokenizers`, then `python make.py`.

A table says of each known word which label it has; every other word has none. So a test knows what the model must say.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from onnx import TensorProto, helper, numpy_helper, save
from tokenizers import Regex, Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Split
from tokenizers.processors import TemplateProcessing

HERE = Path(__file__).parent
LABELS = ("O", "B-PER", "I-PER", "B-ORG", "private_phone")
WORDS = {"Zervanka": "B-PER", "Ombolik": "I-PER", "Ottilia": "B-PER", "Kafka": "B-PER", "Halden": "B-ORG"}
WORDS |= {"555": "private_phone", "0143": "private_phone"}


def main() -> None:
    """Write the three files."""
    vocabulary = {word: at for at, word in enumerate(("[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS))}
    table = np.zeros((len(vocabulary), len(LABELS)), dtype=np.float32)
    for word, at in vocabulary.items():
        table[at, LABELS.index(WORDS.get(word, "O"))] = 5
    node = helper.make_node("Gather", ["table", "input_ids"], ["logits"])
    inputs = [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "tokens"])]
    outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", "tokens", len(LABELS)])]
    graph = helper.make_graph([node], "words", inputs, outputs, [numpy_helper.from_array(table, "table")])
    save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), HERE / "model.onnx")

    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Split(Regex(r"\s+|(?=[^\w\s])|(?<=[^\w\s])"), "removed")
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", vocabulary["[CLS]"]), ("[SEP]", vocabulary["[SEP]"])]
    )
    tokenizer.save(str(HERE / "tokenizer.json"))
    config = {"id2label": dict(enumerate(LABELS)), "max_position_embeddings": 32}
    (HERE / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
