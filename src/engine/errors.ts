import * as l10n from '@vscode/l10n';
import { ExplainedError } from '../core/errors.js';
import { formatBytes } from '../model/bytes.js';

/** A request came before any `load`, or after `unload`. */
export class NoModelError extends ExplainedError {
  readonly nextStep = l10n.t('Load a model first.');
  constructor() {
    super(l10n.t('No model is loaded.'));
  }
}

/** The engine does one thing at a time. */
export class EngineBusyError extends ExplainedError {
  readonly nextStep = l10n.t('Wait until it is done, or cancel it.');
  constructor() {
    super(l10n.t('The model is already at work.'));
  }
}

/** The prompt leaves no room for the answer. */
export class PromptTooLongError extends ExplainedError {
  readonly nextStep = l10n.t('Select less code, allow shorter attempts, or use a model with a longer context.');
  constructor(promptTokens: number, contextLength: number, maxTokens: number) {
    super(
      l10n.t(
        "The prompt has {0} tokens; at most {1} fit into the model's context of {2} beside {3} of an attempt.",
        promptTokens,
        contextLength - maxTokens,
        contextLength,
        maxTokens,
      ),
    );
  }
}

/** The model's output is no distribution over tokens. */
export class InvalidLogitsError extends ExplainedError {
  readonly nextStep = l10n.t('Use another model file: this one may be damaged.');
  constructor() {
    super(l10n.t('The model gave numbers that are not finite.'));
  }
}

/** The child process ended by itself, or was ended by someone else. */
export class EngineCrashedError extends ExplainedError {
  readonly nextStep = l10n.t(
    'Try again: the model is loaded anew. If it happens twice, please report it with this message.',
  );
  constructor(how: string, stderr: string) {
    super(
      [l10n.t('The process that runs the model ended unexpectedly ({0}).', how), stderr].filter(Boolean).join('\n'),
    );
  }
}

/** The machine's memory does not suffice for the model and what was asked of it. */
export class EngineOutOfMemoryError extends ExplainedError {
  readonly nextStep = l10n.t(
    'Close other programs, use a smaller model, or ask for a smaller batch or shorter attempts.',
  );
  constructor(options?: ErrorOptions) {
    super(l10n.t('There was not enough memory for the model.'), options);
  }
}

/** What is to be done needs more memory than is free; nothing was loaded. */
export class NotEnoughMemoryError extends ExplainedError {
  readonly nextStep: string;
  constructor(needed: number, available: number) {
    super(l10n.t('This needs about {0} of memory, and {1} is free.', formatBytes(needed), formatBytes(available)));
    this.nextStep = l10n.t(
      'Close other programs, ask for shorter attempts, or use a smaller model: a model takes about as much memory as it has parameters, in bytes.',
    );
  }
}

/** The device that was asked for by name cannot be used. */
export class DeviceError extends ExplainedError {
  readonly nextStep = l10n.t('Let the engine choose the device ("auto"), or take the CPU ("cpu").');
}

/** Token-level exploration was asked of a model that was loaded on a GPU. */
export class TokenExplorationError extends ExplainedError {
  readonly nextStep = l10n.t('Load the model on the CPU (device "cpu"), or sample without token-level exploration.');
  constructor() {
    super(l10n.t('Token-level exploration needs the CPU.'));
  }
}

/** CUDA was asked for, and onnxruntime cannot use it. */
export class CudaError extends ExplainedError {
  readonly nextStep = l10n.t(
    'On Linux with an NVIDIA GPU: install CUDA 12 and cuDNN 9, and run onnxruntime-node\'s script/install.js with --onnxruntime-node-install=cuda12. Elsewhere, choose the device "auto".',
  );
  constructor(options?: ErrorOptions) {
    super(l10n.t('CUDA was asked for, and its libraries could not be loaded.'), options);
  }
}

/** The child process said nothing for so long that it was killed. */
export class EngineHungError extends ExplainedError {
  readonly nextStep = l10n.t(
    'Try again: the model is loaded anew. If the machine is very busy, wait until it is less so.',
  );
  constructor(seconds: number) {
    super(l10n.t('The process that runs the model did not answer for {0} seconds and was ended.', seconds));
  }
}
