import type { Plan } from './exploration.js';
import { selectors } from './selectors/index.js';

/** What an exploration does unless it is told otherwise. */
export const defaultPlan: Plan = {
  attempts: 32,
  survivors: 1,
  budget: null,
  seed: 1,
  selector: selectors[0].name,
  sampling: { temperature: 0.8, topP: 0.95, topK: 0, minP: 0 },
  maxTokens: 256,
};
