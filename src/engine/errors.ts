import { ExplainedError } from '../core/errors.js';
import { formatBytes } from '../model/bytes.js';

/** A request came before any `load`, or after `unload`. */
export class NoModelError extends ExplainedError {
  readonly nextStep = 'Load a model first.';
  constructor() {
    super('No model is loaded.');
  }
}

/** The engine does one thing at a time. */
export class EngineBusyError extends ExplainedError {
  readonly nextStep = 'Wait until it is done, or cancel it.';
  constructor() {
    super('The model is already at work.');
  }
}

/** The prompt leaves no room for the answer. */
export class PromptTooLongError extends ExplainedError {
  readonly nextStep = 'Select less code, allow shorter attempts, or use a model with a longer context.';
  constructor(promptTokens: number, contextLength: number, maxTokens: number) {
    super(
      `The prompt has ${promptTokens} tokens; at most ${contextLength - maxTokens} fit into the model's context of ` +
        `${contextLength} beside ${maxTokens} of an attempt.`,
    );
  }
}

/** The model's output is no distribution over tokens. */
export class InvalidLogitsError extends ExplainedError {
  readonly nextStep = 'Use another model file: this one may be damaged.';
  constructor() {
    super('The model gave numbers that are not finite.');
  }
}

/** The child process ended by itself, or was ended by someone else. */
export class EngineCrashedError extends ExplainedError {
  readonly nextStep = 'Try again: the model is loaded anew. If it happens twice, please report it with this message.';
  constructor(how: string, stderr: string) {
    super(`The process that runs the model ended unexpectedly (${how}).${stderr && `\n${stderr}`}`);
  }
}

/** The machine's memory does not suffice for the model and what was asked of it. */
export class EngineOutOfMemoryError extends ExplainedError {
  readonly nextStep = 'Close other programs, use a smaller model, or ask for a smaller batch or shorter attempts.';
  constructor(options?: ErrorOptions) {
    super('There was not enough memory for the model.', options);
  }
}

/** What is to be done needs more memory than is free; nothing was loaded. */
export class NotEnoughMemoryError extends ExplainedError {
  readonly nextStep: string;
  constructor(needed: number, available: number) {
    super(`This needs about ${formatBytes(needed)} of memory, and ${formatBytes(available)} is free.`);
    this.nextStep =
      'Close other programs, ask for shorter attempts, or use a smaller model: a model takes about as much memory as it ' +
      'has parameters, in bytes.';
  }
}

/** The device that was asked for by name cannot be used. */
export class DeviceError extends ExplainedError {
  readonly nextStep = 'Let the engine choose the device ("auto"), or take the CPU ("cpu").';
}

/** CUDA was asked for, and onnxruntime cannot use it. */
export class CudaError extends ExplainedError {
  readonly nextStep =
    "On Linux with an NVIDIA GPU: install CUDA 12 and cuDNN 9, and run onnxruntime-node's script/install.js with " +
    '--onnxruntime-node-install=cuda12. Elsewhere, choose the device "auto".';
  constructor(options?: ErrorOptions) {
    super('CUDA was asked for, and its libraries could not be loaded.', options);
  }
}

/** The child process said nothing for so long that it was killed. */
export class EngineHungError extends ExplainedError {
  readonly nextStep = 'Try again: the model is loaded anew. If the machine is very busy, wait until it is less so.';
  constructor(seconds: number) {
    super(`The process that runs the model did not answer for ${seconds} seconds and was ended.`);
  }
}
