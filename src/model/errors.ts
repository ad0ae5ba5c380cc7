import { ExplainedError } from '../core/errors.js';

/** A model file cannot be used. Each subclass names what was found and what is supported. */
export abstract class ModelFileError extends ExplainedError {
  constructor(
    readonly modelPath: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const CHOOSE_ANOTHER = 'Choose another GGUF file, or leave the setting empty to use the embedded model.';

/** There is nothing that can be read at the path. */
export class ModelFileMissingError extends ModelFileError {
  readonly nextStep = 'Check the path; it must lead to a GGUF file that you may read.';
  constructor(modelPath: string, cause: Error) {
    super(modelPath, `The model file ${modelPath} cannot be read: ${cause.message}`, { cause });
  }
}

/** The file does not begin as GGUF files do. */
export class NotGgufError extends ModelFileError {
  readonly nextStep = 'Choose a file in GGUF format, as Ollama, LM Studio and llama.cpp use it.';
  constructor(modelPath: string, firstBytes: Uint8Array) {
    const found = [...firstBytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    super(
      modelPath,
      `${modelPath} is not a GGUF file: it begins with the bytes ${found || '(none, it is empty)'}, ` +
        'where a GGUF file has 47 47 55 46 ("GGUF").',
    );
  }
}

/** The file ends before what its header promises. */
export class TruncatedModelError extends ModelFileError {
  readonly nextStep = 'Download the file again: it was cut off.';
  constructor(modelPath: string, what: string, found: number, needed: number) {
    super(
      modelPath,
      `${modelPath} is cut off: ${what} goes on to byte ${needed.toLocaleString('en')} at least, ` +
        `the file has ${found.toLocaleString('en')} bytes.`,
    );
  }
}

/** The file says it is GGUF, but its contents contradict themselves. */
export class DamagedModelError extends ModelFileError {
  readonly nextStep = 'Download the file again; if that does not help, it was made wrongly: choose another one.';
  constructor(modelPath: string, found: string, options?: ErrorOptions) {
    super(modelPath, `${modelPath} is damaged: ${found}`, options);
  }
}

/** A sound file, of a kind that this program cannot run. */
export class UnsupportedModelError extends ModelFileError {
  readonly nextStep: string = CHOOSE_ANOTHER;
  constructor(modelPath: string, what: string, found: string, supported: readonly string[]) {
    super(modelPath, `${modelPath} has ${what} ${found}, which is not supported; supported: ${supported.join(', ')}.`);
  }
}

export class UnsupportedArchitectureError extends UnsupportedModelError {
  constructor(modelPath: string, found: string, supported: readonly string[]) {
    super(modelPath, 'the architecture', found, supported);
  }
}

/** The architecture is known, but this model has a part or a setting that its graph here lacks. */
export class UnsupportedFeatureError extends UnsupportedModelError {}

export class UnsupportedTensorTypeError extends UnsupportedModelError {
  override readonly nextStep = 'Choose another quantisation of the same model, for example Q4_K_M or Q8_0.';
  constructor(modelPath: string, tensor: string, found: string, supported: readonly string[]) {
    super(modelPath, `the tensor ${tensor} of type`, found, supported);
  }
}

export class UnsupportedTokenizerError extends UnsupportedModelError {
  constructor(modelPath: string, found: string, supported: readonly string[]) {
    super(modelPath, 'the tokenizer', found, supported);
  }
}

/** The model cannot hold a conversation, or writes its template in a way that cannot be read here. */
export class UnsupportedChatTemplateError extends ModelFileError {
  readonly nextStep = 'Choose a model made to follow instructions; their names often end in "Instruct" or "it".';
  constructor(modelPath: string, found: string, options?: ErrorOptions) {
    super(modelPath, `${modelPath} ${found}`, options);
  }
}
