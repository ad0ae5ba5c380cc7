import { createLogUpdate } from 'log-update';
import { type Exploration, type ExplorationEvent, tally } from '../core/exploration.js';
import { visible } from '../core/visible.js';
import type { Activity } from '../explore/explore.js';
import { notesOf } from '../explore/notes.js';
import { type Pace, PaceMeter } from '../explore/pace.js';
import { progressLine, stageOf } from '../explore/progress-line.js';

/** Shows a running exploration: one line that is redrawn on a terminal, a few plain lines in a pipe. */
export class Progress {
  private readonly meter = new PaceMeter();
  private readonly redraw: ReturnType<typeof createLogUpdate> | null;
  private state: Exploration | null = null;
  private stage: string | null = null;
  /** How many were said. */
  private notes = 0;

  constructor(private readonly stream: NodeJS.WriteStream) {
    this.redraw = stream.isTTY ? createLogUpdate(stream) : null;
  }

  event(event: ExplorationEvent, state: Exploration): void {
    this.state = state;
    if (event.type === 'resumed') {
      const { attempts, verified } = tally(state);
      this.say(`Goes on with ${attempts} of ${state.plan.attempts} attempts and ${verified} verdicts.`);
    }
    if (event.type === 'model') {
      this.say(`${event.name} runs on ${event.device.name}. ${event.device.reason} Weights: ${event.weights}.`);
    }
    const notes = notesOf(state);
    for (const note of notes.slice(this.notes)) this.say(`Note: ${note}`);
    this.notes = notes.length;
    if (event.type === 'verdict' && event.verdict.outcome === 'pass') {
      this.say(`A candidate passed after ${event.seconds.toFixed(1)} s.`);
    }
    this.draw();
  }

  activity(activity: Activity): void {
    this.meter.report(activity);
    if (this.redraw) this.draw();
    else this.writeStage();
  }

  /** Clears the line; what comes next is the report. */
  done(): void {
    this.redraw?.clear();
    this.redraw?.done();
  }

  private say(line: string): void {
    this.redraw?.clear();
    this.stream.write(`${visible(line)}\n`);
  }

  /** In a pipe: a line whenever something else begins. */
  private writeStage(): void {
    if (!this.state) return;
    const stage = stageOf(this.meter.pace(this.state));
    if (stage !== this.stage) this.stream.write(`${stage}\n`);
    this.stage = stage;
  }

  private draw(): void {
    if (this.redraw && this.state) this.redraw(watchedLine(this.state, this.meter.pace(this.state)));
  }
}

/** The line that a person watches. */
function watchedLine(state: Exploration, pace: Pace): string {
  const line = progressLine(state, pace);
  if (pace.preparing) return line;
  const parts = [line];
  if (pace.tokensPerSecond !== null) parts.push(`${Math.round(pace.tokensPerSecond)} tokens/s`);
  if (pace.secondsLeft !== null && tally(state).attempts < state.plan.attempts)
    parts.push(`about ${Math.ceil(pace.secondsLeft)} s left`);
  return parts.join(' · ');
}
