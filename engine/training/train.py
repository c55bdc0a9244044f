"""Trains the baseline model from exported rows and writes the ONNX file, its manifest and the tables of its card.

    python engine/training/train.py <folder written by export-features.ts>

Two classes of row: P(up) is that the close 10 minutes later is at least 0.2 % higher, P(down) that it is at least
0.2 % lower. One logistic regression serves both: every training row is also shown mirrored (features with a
direction negated, up and down exchanged), so that a rising year cannot teach the model to like buying.
"""

import hashlib
import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

ROOT = Path(__file__).resolve().parents[2]
MODEL_FOLDER = ROOT / "engine" / "models" / "baseline"
CARD = ROOT / "docs" / "models" / "baseline.md"
PARITY_FIXTURE = ROOT / "test" / "engine" / "models" / "baseline-parity.jsonl"

NAME = "baseline"
VERSION = "1.0.0"
MOVE_FRACTION = 0.002
ROW_EVERY_MINUTES = 5
REGULARISATION_C = 0.01
MIN_VOTE_COVERAGE = 0.2
BOOTSTRAPS = 500

# Features that change sign when the price path is turned upside down; the others stay.
DIRECTIONAL = {
    "return1", "return5", "return15", "return60", "rsi14", "bollingerB", "macdHistogram",
    "rangePosition60", "rangePosition240", "candleBody",
}  # fmt: skip


def at(text: str) -> float:
    """Epoch milliseconds of an ISO time in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000


def day(ms: float) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%d")


# Each span ends a day before the next begins. The longest feature looks a day back and the label ten minutes ahead,
# so no row of one span shares a bar with a row of the next.
TRAIN = (at("2023-01-01"), at("2023-12-31"))
CALIBRATION = (at("2024-01-02"), at("2024-06-29"))
TEST = (at("2024-07-01"), at("2025-01-01"))
QUARTERS = [at(text) for text in (
    "2023-07-01", "2023-10-01", "2024-01-01", "2024-04-01", "2024-07-01", "2024-10-01", "2025-01-01",
)]  # fmt: skip
PURGE_MS = 25 * 3_600_000


@dataclass
class Model:
    """Logistic regression on standardised features, with the calibration as a slope and an offset of its log-odds."""

    mean: np.ndarray
    scale: np.ndarray
    coefficients: np.ndarray
    intercept: float
    slope: float = 1.0
    offset: float = 0.0

    def log_odds(self, features: np.ndarray) -> np.ndarray:
        raw = (features.astype(np.float64) - self.mean) / self.scale @ self.coefficients + self.intercept
        return self.slope * raw + self.offset

    def probability(self, features: np.ndarray) -> np.ndarray:
        return 1 / (1 + np.exp(-self.log_odds(features)))


def read_rows(folder: Path):
    description = json.loads((folder / "rows.json").read_text())
    names = description["names"]
    record = np.dtype([("asOf", "<f8"), ("move", "<f4"), ("features", "<f4", (len(names),))])
    rows = np.fromfile(folder / "rows.bin", record)
    segments = [
        (segment, rows[segment["firstRow"] : segment["firstRow"] + segment["rows"]])
        for segment in description["segments"]
    ]
    return description, segments


def between(rows: np.ndarray, span: tuple[float, float]) -> np.ndarray:
    return rows[(rows["asOf"] >= span[0]) & (rows["asOf"] < span[1])]


def thin(rows: np.ndarray) -> np.ndarray:
    """Every fifth minute: neighbouring labels share nine of their ten minutes and add little but weight."""
    return rows[(rows["asOf"] / 60_000) % ROW_EVERY_MINUTES == 0]


def up(rows: np.ndarray) -> np.ndarray:
    return rows["move"] >= MOVE_FRACTION


def down(rows: np.ndarray) -> np.ndarray:
    return rows["move"] <= -MOVE_FRACTION


def mirrored(rows: np.ndarray, flip: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Every row twice, as it was and upside down, with the label of the side that is up then."""
    features = np.concatenate([rows["features"], rows["features"] * flip]).astype(np.float64)
    return features, np.concatenate([up(rows), down(rows)])


def fit(train: np.ndarray, calibration: np.ndarray, flip: np.ndarray, used: np.ndarray) -> Model:
    features, labels = mirrored(train, flip)
    # A mirrored feature has mean 0 by construction; what summing leaves of it is rounding.
    mean, scale = np.where(flip < 0, 0, features.mean(0)), features.std(0)
    regression = LogisticRegression(C=REGULARISATION_C, max_iter=1000)
    regression.fit(((features - mean) / scale)[:, used], labels)
    coefficients = np.zeros(len(mean))
    coefficients[used] = regression.coef_[0]
    model = Model(mean, scale, coefficients, float(regression.intercept_[0]))
    features, labels = mirrored(calibration, flip)
    platt = LogisticRegression(C=np.inf, max_iter=1000).fit(model.log_odds(features)[:, None], labels)
    model.slope, model.offset = float(platt.coef_[0, 0]), float(platt.intercept_[0])
    return model


def both_sides(model: Model, rows: np.ndarray, flip: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return model.probability(rows["features"]), model.probability(rows["features"] * flip)


def log_loss(labels: np.ndarray, probability: np.ndarray | float) -> float:
    probability = np.clip(probability, 1e-9, 1 - 1e-9)
    return float(np.mean(np.where(labels, -np.log(probability), -np.log(1 - probability))))


def expected_calibration_error(labels: np.ndarray, probability: np.ndarray) -> float:
    """Mean gap of said and seen over ten bins of equal count."""
    bins = np.array_split(np.argsort(probability, kind="stable"), 10)
    return float(sum(len(b) * abs(labels[b].mean() - probability[b].mean()) for b in bins) / len(labels))


def side_metrics(labels: np.ndarray, probability: np.ndarray, volatility_only: np.ndarray, prior: float) -> dict:
    log_odds = np.log(probability / (1 - probability))
    line = LogisticRegression(C=np.inf, max_iter=1000).fit(log_odds[:, None], labels)
    return {
        "baseRate": float(labels.mean()),
        "logLoss": log_loss(labels, probability),
        "logLossPrior": log_loss(labels, prior),
        "logLossOwnRate": log_loss(labels, float(labels.mean())),
        "logLossVolatilityOnly": log_loss(labels, volatility_only),
        "brier": float(np.mean((probability - labels) ** 2)),
        "brierPrior": float(np.mean((prior - labels) ** 2)),
        "auc": float(roc_auc_score(labels, probability)),
        "calibrationSlope": float(line.coef_[0, 0]),
        "calibrationError": expected_calibration_error(labels, probability),
    }


def votes(p_up: np.ndarray, p_down: np.ndarray, floor: float, ratio: float) -> tuple[np.ndarray, np.ndarray]:
    """The rule of the vote: the move is at least as likely as usual, and `ratio` times as likely as its opposite."""
    return p_up >= np.maximum(floor, ratio * p_down), p_down >= np.maximum(floor, ratio * p_up)


def choose_ratio(p_up: np.ndarray, p_down: np.ndarray, floor: float) -> float:
    """The strictest ratio, in steps of 0.01, that still votes for a side in a fifth of the calibration minutes."""
    chosen = 1.0
    for ratio in np.arange(1.01, 1.51, 0.01):
        buys, sells = votes(p_up, p_down, floor, ratio)
        if (buys | sells).mean() < MIN_VOTE_COVERAGE:
            break
        chosen = float(round(ratio, 2))
    return chosen


def by_day_interval(rows: np.ndarray, statistic, seed: int = 7) -> tuple[float, float]:
    """95 % interval of a statistic over whole days drawn with replacement: minutes of one day are not independent."""
    days = (rows["asOf"] // 86_400_000).astype(int)
    places = [np.flatnonzero(days == one) for one in np.unique(days)]
    random = np.random.default_rng(seed)
    drawn = []
    for _ in range(BOOTSTRAPS):
        index = np.concatenate([places[i] for i in random.integers(0, len(places), len(places))])
        drawn.append(statistic(index))
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    return float(low), float(high)


def auc_by_rank(positive: np.ndarray, score: np.ndarray) -> float:
    return float(roc_auc_score(positive, score)) if 0 < positive.sum() < len(positive) else float("nan")


def evaluate(name, rows, model, volatility_model, flip, prior, floor, ratio) -> dict:
    p_up, p_down = both_sides(model, rows, flip)
    calm_up, calm_down = both_sides(volatility_model, rows, flip)
    moved = up(rows) | down(rows)
    lean = model.log_odds(rows["features"]) - model.log_odds(rows["features"] * flip)

    def direction(index):
        kept = index[moved[index]]
        return auc_by_rank(up(rows)[kept], lean[kept])

    buys, sells = votes(p_up, p_down, floor, ratio)
    every = np.arange(len(rows))
    return {
        "name": name,
        "from": float(rows["asOf"].min()),
        "to": float(rows["asOf"].max()),
        "n": len(rows),
        "up": side_metrics(up(rows), p_up, calm_up, prior),
        "down": side_metrics(down(rows), p_down, calm_down, prior),
        "moved": int(moved.sum()),
        "directionAuc": direction(every),
        "directionAucInterval": by_day_interval(rows, direction),
        "buy": vote_metrics(rows, buys, up(rows), down(rows), 1),
        "sell": vote_metrics(rows, sells, down(rows), up(rows), -1),
    }


def vote_metrics(rows, chosen, hit, missed, sign) -> dict:
    if not chosen.any():
        return {"share": 0.0, "n": 0}
    move = sign * rows["move"].astype(np.float64)

    def mean_move(index):
        kept = index[chosen[index]]
        return move[kept].mean() if len(kept) else float("nan")

    return {
        "share": float(chosen.mean()),
        "n": int(chosen.sum()),
        "hit": float(hit[chosen].mean()),
        "hitBase": float(hit.mean()),
        "opposite": float(missed[chosen].mean()),
        "meanMove": float(move[chosen].mean()),
        "meanMoveInterval": by_day_interval(rows, mean_move),
    }


def build_graph(model: Model, flip: np.ndarray) -> onnx.ModelProto:
    """features [N, F] → standardised → raw log-odds of both sides → calibrated → probabilities [N, 2] (up, down)."""
    weights = np.stack([model.coefficients, model.coefficients * flip], axis=1)
    constants = {
        "mean": model.mean,
        "scale": model.scale,
        "weights": weights,
        "intercept": np.full(2, model.intercept),
        "calibrationSlope": np.full(2, model.slope),
        "calibrationOffset": np.full(2, model.offset),
    }
    nodes = [
        helper.make_node("Sub", ["features", "mean"], ["centred"]),
        helper.make_node("Div", ["centred", "scale"], ["standardised"]),
        helper.make_node("MatMul", ["standardised", "weights"], ["weighted"]),
        helper.make_node("Add", ["weighted", "intercept"], ["rawLogOdds"]),
        helper.make_node("Mul", ["rawLogOdds", "calibrationSlope"], ["scaledLogOdds"]),
        helper.make_node("Add", ["scaledLogOdds", "calibrationOffset"], ["logOdds"]),
        helper.make_node("Sigmoid", ["logOdds"], ["probabilities"]),
    ]
    initializers = [
        helper.make_tensor(name, TensorProto.FLOAT, value.shape, value.astype(np.float32).flatten())
        for name, value in constants.items()
    ]
    inputs = [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["rows", len(flip)])]
    outputs = [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["rows", 2])]
    graph = helper.make_graph(nodes, f"{NAME}-{VERSION}", inputs, outputs, initializers)
    proto = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="assent")
    proto.ir_version = 8
    onnx.checker.check_model(proto, full_check=True)
    return proto


def headline(evaluations: list[dict]) -> dict:
    """A few numbers of each held-out span, flat, as the product shows them."""
    metrics = {}
    for evaluation in evaluations:
        key = evaluation["name"].lower().replace(" ", "-")
        metrics[f"{key}.n"] = evaluation["n"]
        for side in ("up", "down"):
            for metric in ("baseRate", "logLoss", "logLossPrior", "brier", "brierPrior", "auc", "calibrationError"):
                metrics[f"{key}.{side}.{metric}"] = evaluation[side][metric]
        metrics[f"{key}.directionAuc"] = evaluation["directionAuc"]
        metrics[f"{key}.buyShare"] = evaluation["buy"]["share"]
        metrics[f"{key}.sellShare"] = evaluation["sell"]["share"]
    return metrics


def probability_table(evaluations: list[dict]) -> list[str]:
    lines = [
        "| rows | side | n | happened | log loss | prior's | own rate's | volatility only | Brier | prior's | AUC | calibration slope | calibration error |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for evaluation in evaluations:
        for side in ("up", "down"):
            m = evaluation[side]
            lines.append(
                f"| {evaluation['name']} | {side} | {evaluation['n']} | {m['baseRate']:.4f} | {m['logLoss']:.5f} | "
                f"{m['logLossPrior']:.5f} | {m['logLossOwnRate']:.5f} | {m['logLossVolatilityOnly']:.5f} | "
                f"{m['brier']:.5f} | {m['brierPrior']:.5f} | {m['auc']:.4f} | {m['calibrationSlope']:.2f} | "
                f"{m['calibrationError']:.4f} |"
            )
    return lines


def direction_table(evaluations: list[dict]) -> list[str]:
    lines = ["| rows | moved 0.2 % | direction AUC | 95 % interval |", "|---|---|---|---|"]
    for evaluation in evaluations:
        low, high = evaluation["directionAucInterval"]
        lines.append(
            f"| {evaluation['name']} | {evaluation['moved']} | {evaluation['directionAuc']:.4f} | {low:.4f} to {high:.4f} |"
        )
    return lines


def vote_table(evaluations: list[dict]) -> list[str]:
    lines = [
        "| rows | vote | share of minutes | n | its side moved 0.2 % | in all minutes | the other side did | mean move, its way | 95 % interval |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for evaluation in evaluations:
        for vote in ("buy", "sell"):
            v = evaluation[vote]
            if v["n"] == 0:
                lines.append(f"| {evaluation['name']} | {vote} | 0 | 0 | | | | | |")
                continue
            low, high = v["meanMoveInterval"]
            lines.append(
                f"| {evaluation['name']} | {vote} | {v['share']:.4f} | {v['n']} | {v['hit']:.4f} | {v['hitBase']:.4f} | "
                f"{v['opposite']:.4f} | {v['meanMove']:+.5%} | {low:+.4%} to {high:+.4%} |"
            )
    return lines


def coefficient_table(names: list[str], model: Model) -> list[str]:
    lines = ["| feature | mean | deviation | log-odds of up per deviation |", "|---|---|---|---|"]
    for place, name in enumerate(names):
        weight = model.slope * model.coefficients[place]
        lines.append(f"| {name} | {model.mean[place]:.4f} | {model.scale[place]:.4f} | {weight:+.4f} |")
    return lines


def walk_forward(btc, others, flip, used) -> list[str]:
    """The same recipe at five earlier dates: train on the past, calibrate on a quarter, look at the next."""
    lines = [
        "| trained to | calibrated | tested | n | log loss up | prior's | log loss down | prior's | direction AUC |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for start, middle, end in zip(QUARTERS, QUARTERS[1:], QUARTERS[2:]):
        train_span = (TRAIN[0], start - PURGE_MS)
        train = thin(np.concatenate([between(rows, train_span) for rows in [btc, *others]]))
        calibration = between(btc, (start, middle - PURGE_MS))
        test = between(btc, (middle, end))
        model = fit(train, calibration, flip, used)
        prior = float((up(calibration).mean() + down(calibration).mean()) / 2)
        p_up, p_down = both_sides(model, test, flip)
        moved = up(test) | down(test)
        lean = model.log_odds(test["features"]) - model.log_odds(test["features"] * flip)
        lines.append(
            f"| {day(train_span[1])} | {day(start)} to {day(middle - PURGE_MS)} | {day(middle)} to {day(end - 1)} | "
            f"{len(test)} | {log_loss(up(test), p_up):.5f} | {log_loss(up(test), prior):.5f} | "
            f"{log_loss(down(test), p_down):.5f} | {log_loss(down(test), prior):.5f} | "
            f"{auc_by_rank(up(test)[moved], lean[moved]):.4f} |"
        )
    return lines


def write_card(sections: dict[str, list[str]]) -> None:
    """Puts each table between its markers in the card; the words around them are written by people."""
    text = CARD.read_text()
    for name, lines in sections.items():
        begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
        before, rest = text.split(begin)
        text = f"{before}{begin}\n" + "\n".join(lines) + f"\n{end}{rest.split(end)[1]}"
    CARD.write_text(text)


def parity_rows(spans: list[np.ndarray]) -> np.ndarray:
    """Fifty rows spread over the held-out spans."""
    picked = [rows["features"][np.linspace(0, len(rows) - 1, 10).astype(int)] for rows in spans]
    return np.concatenate(picked)


def main(folder: Path) -> None:
    description, segments = read_rows(folder)
    names = description["names"]
    flip = np.array([-1 if name in DIRECTIONAL else 1 for name in names], dtype=np.float32)
    used = np.arange(len(names))
    undirected = np.flatnonzero(flip > 0)
    # Bitcoin's bars of 2023 are in the windows file too; only one copy may count.
    btc = next(rows for segment, rows in segments if "2024" in segment["file"])
    others = [rows for segment, rows in segments if "windows" in segment["file"] and segment["coin"] != "BTC"]
    later = {segment["coin"]: rows for segment, rows in segments if "2025" in segment["file"]}

    train = thin(np.concatenate([between(rows, TRAIN) for rows in [btc, *others]]))
    calibration, test = between(btc, CALIBRATION), between(btc, TEST)
    model = fit(train, calibration, flip, used)
    volatility_model = fit(train, calibration, flip, undirected)

    floor = float((up(train).mean() + down(train).mean()) / 2)
    prior = float((up(calibration).mean() + down(calibration).mean()) / 2)
    ratio = choose_ratio(*both_sides(model, calibration, flip), floor)
    common = (model, volatility_model, flip, prior, floor, ratio)
    on_calibration = evaluate("BTC 2024 H1 (calibration)", calibration, *common)
    evaluations = [evaluate("BTC 2024 H2", test, *common)]
    evaluations += [evaluate(f"{coin} May 2025", rows, *common) for coin, rows in sorted(later.items())]

    MODEL_FOLDER.mkdir(parents=True, exist_ok=True)
    bytes_ = build_graph(model, flip).SerializeToString(deterministic=True)
    file = f"{NAME}-{VERSION}.onnx"
    (MODEL_FOLDER / file).write_bytes(bytes_)
    weights = model.slope * model.coefficients
    intercept = model.slope * model.intercept + model.offset
    manifest = {
        "formatVersion": 1,
        "name": NAME,
        "version": VERSION,
        "file": file,
        "sha256": hashlib.sha256(bytes_).hexdigest(),
        "featureSet": description["featureSet"],
        "featureNames": names,
        "input": {"name": "features", "shape": ["rows", len(names)]},
        "output": {"name": "probabilities", "shape": ["rows", 2], "columns": ["up", "down"]},
        "label": {
            "horizonMinutes": description["horizonBars"] * description["barMs"] // 60_000,
            "moveFraction": MOVE_FRACTION,
            "text": "up: the close 10 minutes later is at least 0.2 % above the close; down: at least 0.2 % below",
        },
        "spans": {
            "train": {"from": int(TRAIN[0]), "to": int(TRAIN[1]), "rows": len(train)},
            "calibration": {"from": int(CALIBRATION[0]), "to": int(CALIBRATION[1]), "rows": len(calibration)},
            "test": {"from": int(TEST[0]), "to": int(TEST[1]), "rows": len(test)},
        },
        "thresholds": {
            "floor": floor,
            "ratio": ratio,
            "rule": "A side gets the vote if its probability is at least the floor and at least ratio times the other's.",
        },
        "standardisation": {"mean": model.mean.tolist(), "scale": model.scale.tolist()},
        "logOdds": {
            "up": {"intercept": intercept, "coefficients": weights.tolist()},
            "down": {"intercept": intercept, "coefficients": (weights * flip).tolist()},
        },
        "metrics": headline(evaluations),
    }
    (MODEL_FOLDER / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    shown = parity_rows([test, *[rows for _, rows in sorted(later.items())]])
    expected = np.stack([model.probability(shown), model.probability(shown * flip)], axis=1)
    lines = [json.dumps({"features": row.tolist(), "probabilities": said.tolist()}) for row, said in zip(shown, expected)]
    PARITY_FIXTURE.write_text("\n".join(lines) + "\n")
    write_card({
        "probabilities": probability_table(evaluations),
        "direction": direction_table(evaluations),
        "votes": vote_table([on_calibration, *evaluations]),
        "walk-forward": walk_forward(btc, others, flip, used),
        "coefficients": coefficient_table(names, model),
    })
    print(json.dumps({"floor": floor, "ratio": ratio, "prior": prior, "slope": model.slope, "offset": model.offset,
                      "train": len(train), "onnxBytes": len(bytes_)}))  # fmt: skip


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: train.py <folder written by export-features.ts>")
    main(Path(sys.argv[1]))
