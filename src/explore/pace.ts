import { type Exploration, tally } from '../core/exploration.js';
import type { LoadProgress } from '../protocol/engine.js';
import type { Activity } from './explore.js';
import { Pause } from './pause.js';

/** What the engine is doing, as a person follows it. */
export interface Pace {
  readonly paused: boolean;
  /** What it is busy with before the first token, with how far it is (0 to 1); null while attempts are written. */
  readonly preparing: {
    readonly what: LoadProgress['stage'] | 'prefill';
    readonly fraction: number;
  } | null;
  readonly tokensPerSecond: number | null;
  /** Until the last attempt is written, guessed from those that are. */
  readonly secondsLeft: number | null;
}

/** Turns the engine's reports into a pace; time in which it was paused does not count. */
export class PaceMeter {
  private decodeStart: number | null = null;
  private tokens = 0;
  private preparing: Pace['preparing'] = null;

  constructor(private readonly pause = new Pause()) {}

  report(activity: Activity): void {
    if ('stage' in activity) this.preparing = { what: activity.stage, fraction: activity.fraction };
    else if (activity.type === 'prefill') {
      this.preparing = { what: 'prefill', fraction: activity.tokens / activity.of };
    } else if (activity.type === 'decode') {
      this.decodeStart ??= this.pause.seconds;
      this.tokens = activity.tokens;
      this.preparing = null;
    }
  }

  pace(state: Exploration): Pace {
    const elapsed = this.decodeStart === null ? 0 : this.pause.seconds - this.decodeStart;
    const { attempts } = tally(state);
    const written = attempts - state.attemptsBefore;
    return {
      paused: this.pause.paused,
      preparing: this.preparing,
      tokensPerSecond: elapsed > 0 ? this.tokens / elapsed : null,
      secondsLeft: written > 0 ? ((state.plan.attempts - attempts) * elapsed) / written : null,
    };
  }
}
