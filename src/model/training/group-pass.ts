import type { PerToken } from '../../core/training/objective.js';
import type { GraphInput, OpenGraphOn } from '../fidelity/compute.js';
import { keyDimensionsOf } from '../graph/caches.js';
import { byProjection, type LayerProjection, layerProjections } from '../graph/forms.js';
import { adapterGradient, nextStream, type Part, parts, streamGradient } from '../graph/training-layer.js';
import { HIDDEN } from '../graph/window.js';
import type { Group, LayerAdapters, LowRank } from './group.js';
import { type Scores, scoreTargets, statesGradient } from './head-pass.js';
import { adapterInputs, type TrainingModel } from './model.js';

type Streams = Readonly<Record<Part, Float32Array>>;

/**
 * A group of attempts computed by a model with an adapter, once forward and, if asked for, backward. The prompt is
 * computed once. Only one layer's weights and activations are in memory at a time, and the residual streams between the
 * layers: backward, each layer is computed again (Chen et al. 2016, arXiv 1604.06174).
 */
export class GroupPass {
  private constructor(
    private readonly model: TrainingModel,
    private readonly adapters: LayerAdapters,
    private readonly layout: Layout,
    /** Before each layer, and behind the last. */
    private readonly streams: readonly Streams[],
    private readonly scores: Scores,
    private readonly open: OpenGraphOn,
  ) {}

  static async forward(
    model: TrainingModel,
    group: Group,
    adapters: LayerAdapters,
    open: OpenGraphOn,
  ): Promise<GroupPass> {
    const { architecture } = model;
    const layout = new Layout(group, architecture);
    const embedded = { prompt: await model.embed(group.prompt), attempts: await model.embed(layout.inputTokens) };
    const streams: Streams[] = [embedded];
    for (const index of architecture.layers.keys()) {
      const inputs = layout.streamInputs(streams.at(-1)!);
      const found = await computeLayer(model, index, adapters, layout, 'forward', inputs, parts.map(nextStream), open);
      streams.push({ prompt: found.get(nextStream('prompt'))!, attempts: found.get(nextStream('attempts'))! });
    }
    const states = layout.statesBefore(streams.at(-1)!);
    const scores = await scoreTargets(model, states, layout.targets, open);
    return new GroupPass(model, adapters, layout, streams, scores, open);
  }

  /** Natural logarithms. */
  get logProbabilities(): PerToken {
    return this.layout.byAttempt(this.scores.logProbabilities);
  }

  get entropies(): PerToken {
    return this.layout.byAttempt(this.scores.entropies);
  }

  /**
   * The derivatives of a loss by the adapter.
   *
   * @param derivatives of the loss by each token's log-probability
   */
  async backward(derivatives: PerToken): Promise<LayerAdapters> {
    const { model, layout, streams, scores, adapters, open } = this;
    const states = layout.statesBefore(streams.at(-1)!);
    const coefficients = layout.together(derivatives);
    let gradient = layout.spread(await statesGradient(model, states, layout.targets, scores, coefficients, open));
    const found: Readonly<Record<LayerProjection, LowRank>>[] = [];
    for (const index of [...model.architecture.layers.keys()].reverse()) {
      const inputs = { ...layout.streamInputs(streams[index]!), ...layout.gradientInputs(gradient) };
      const outputs = [...parts.map(streamGradient), ...adapterNames.map(adapterGradient)];
      const results = await computeLayer(model, index, adapters, layout, 'backward', inputs, outputs, open);
      gradient = {
        prompt: results.get(streamGradient('prompt'))!,
        attempts: results.get(streamGradient('attempts'))!,
      };
      found.unshift(
        byProjection((name) => {
          const { down, up } = adapterInputs(name);
          return {
            rank: adapters[index]![name].rank,
            down: results.get(adapterGradient(down))!,
            up: results.get(adapterGradient(up))!,
          };
        }),
      );
    }
    return found;
  }
}

const adapterNames = layerProjections.flatMap((name) => Object.values(adapterInputs(name)));

async function computeLayer(
  model: TrainingModel,
  index: number,
  adapters: LayerAdapters,
  layout: Layout,
  direction: 'forward' | 'backward',
  inputs: Readonly<Record<string, GraphInput>>,
  outputs: readonly string[],
  open: OpenGraphOn,
): Promise<ReadonlyMap<string, Float32Array>> {
  const own = adapters[index]!;
  const layer = await model.layer(
    index,
    layout.positions,
    byProjection((name) => own[name].rank),
  );
  const matrices: Record<string, GraphInput> = {};
  for (const name of layerProjections) {
    const { rank, down, up } = own[name];
    const names = adapterInputs(name);
    matrices[names.down] = { dimensions: [down.length / rank, rank], values: down };
    matrices[names.up] = { dimensions: [rank, up.length / rank], values: up };
  }
  const graph = await open(layer.graph(direction));
  try {
    return await graph.run({ ...layer.inputs, ...matrices, ...layout.inputs, ...inputs }, outputs);
  } finally {
    await graph.close();
  }
}

/** Where a group's tokens stand: attempts are rows of the same length, what is beyond an attempt's end counts for nothing. */
class Layout {
  /** Of prompt and longest attempt. */
  readonly positions: number;
  /** [b*t]: what the attempts' rows are fed, without each one's last token, after which nothing was drawn. */
  readonly inputTokens: readonly number[];
  /** Every token that was drawn, attempt after attempt. */
  readonly targets: readonly number[];
  /** What a layer's graph takes beside its streams and matrices. */
  readonly inputs: Readonly<Record<string, GraphInput>>;
  private readonly length: number;

  constructor(
    private readonly group: Group,
    private readonly architecture: TrainingModel['architecture'],
  ) {
    const { prompt, attempts } = group;
    if (prompt.length === 0 || attempts.length === 0 || attempts.some((attempt) => attempt.length === 0)) {
      throw new RangeError('a group has a prompt, and attempts that are not empty');
    }
    this.length = Math.max(1, ...attempts.map((attempt) => attempt.length - 1));
    this.positions = prompt.length + this.length;
    this.targets = attempts.flat();
    this.inputTokens = attempts.flatMap((attempt) =>
      Array.from({ length: this.length }, (_, place) => attempt[place] ?? 0),
    );
    this.inputs = { ...this.contextOf('prompt'), ...this.contextOf('attempts') };
  }

  streamInputs({ prompt, attempts }: Streams): Record<string, GraphInput> {
    return {
      'prompt/stream': this.stream(prompt),
      'attempts/stream': this.stream(attempts),
    };
  }

  gradientInputs({ prompt, attempts }: Streams): Record<string, GraphInput> {
    return {
      [`${nextStream('prompt')}/gradient`]: this.stream(prompt),
      [`${nextStream('attempts')}/gradient`]: this.stream(attempts),
    };
  }

  /** The state after which each target was drawn, [targets, D]. */
  statesBefore(streams: Streams): Float32Array {
    const { width } = this.architecture;
    const states = new Float32Array(this.targets.length * width);
    for (const [target, { part, row }] of this.places().entries()) {
      states.set(streams[part].subarray(row * width, (row + 1) * width), target * width);
    }
    return states;
  }

  /** The other way round: what stands at each target, at its state, summed where a state has several. */
  spread(ofStates: Float32Array): Streams {
    const { width } = this.architecture;
    const { prompt, attempts } = this.group;
    const streams = {
      prompt: new Float32Array(prompt.length * width),
      attempts: new Float32Array(attempts.length * this.length * width),
    };
    for (const [target, { part, row }] of this.places().entries()) {
      for (let column = 0; column < width; column++) {
        streams[part][row * width + column]! += ofStates[target * width + column]!;
      }
    }
    return streams;
  }

  byAttempt(values: Float32Array): PerToken {
    let start = 0;
    return this.group.attempts.map(({ length }) => {
      start += length;
      return values.subarray(start - length, start);
    });
  }

  together(values: PerToken): Float32Array {
    const { attempts } = this.group;
    if (values.length !== attempts.length || values.some(({ length }, index) => length !== attempts[index]!.length)) {
      throw new RangeError('a number is needed for each token of each attempt');
    }
    const all = new Float32Array(this.targets.length);
    let end = 0;
    for (const each of values) {
      all.set(each, end);
      end += each.length;
    }
    return all;
  }

  /** Of each target, its state: an attempt's first token is drawn after the prompt. */
  private places(): { readonly part: Part; readonly row: number }[] {
    const last = this.group.prompt.length - 1;
    return this.group.attempts.flatMap((attempt, index) =>
      attempt.map((_, place) =>
        place === 0
          ? ({ part: 'prompt', row: last } as const)
          : ({ part: 'attempts', row: index * this.length + place - 1 } as const),
      ),
    );
  }

  private stream(values: Float32Array): GraphInput {
    const { width } = this.architecture;
    return { dimensions: [values.length / width, 1, width], values };
  }

  private contextOf(part: Part): Record<string, GraphInput> {
    const { prompt, attempts } = this.group;
    const isPrompt = part === 'prompt';
    const [rows, own] = isPrompt ? [1, prompt.length] : [attempts.length, this.length];
    // One hidden column where there is no prefix, and one where there is no past.
    const before = isPrompt ? 2 : prompt.length + 1;
    const columns = before + own;
    const ofRow = new Float32Array(own * columns).fill(HIDDEN);
    for (let token = 0; token < own; token++) {
      const start = token * columns;
      if (!isPrompt) ofRow.fill(0, start, start + prompt.length);
      ofRow.fill(0, start + before, start + before + token + 1);
    }
    const bias = new Float32Array(rows * ofRow.length);
    for (let row = 0; row < rows; row++) bias.set(ofRow, row * ofRow.length);
    const first = isPrompt ? 0 : prompt.length;
    const positions = BigInt64Array.from({ length: rows * own }, (_, index) => BigInt(first + (index % own)));
    const nothing = (name: string, count: number) => {
      const { key, value } = keyDimensionsOf(this.architecture, 'cpu', count, 1);
      const zeros = new Float32Array(key.reduce((product, size) => product * size, 1));
      return {
        [`${part}/${name}.key`]: { dimensions: key, values: zeros },
        [`${part}/${name}.value`]: { dimensions: value, values: zeros },
      };
    };
    return {
      [`${part}/position_ids`]: { dimensions: [rows, own], values: positions },
      [`${part}/bias`]: { dimensions: [rows, own, columns], values: bias },
      ...nothing('past', rows),
      ...(isPrompt && nothing('prefix', 1)),
    };
  }
}
